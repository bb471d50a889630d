/** Membership inference with the host as the unit: the {@code shadows} command and the study. */
@org.jspecify.annotations.NullMarked
package io.flowstan.trainer.privacy;
