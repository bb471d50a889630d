/** Work whose pieces do not depend on each other, on several threads. */
@org.jspecify.annotations.NullMarked
package io.flowstan.trainer.parallel;
