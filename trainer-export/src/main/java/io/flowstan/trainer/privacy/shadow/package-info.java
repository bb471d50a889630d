/** Shadow models, each trained on half of the hosts: what attacks learn from. */
@org.jspecify.annotations.NullMarked
package io.flowstan.trainer.privacy.shadow;
