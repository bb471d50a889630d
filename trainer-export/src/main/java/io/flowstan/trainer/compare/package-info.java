/** The {@code compare} command: whether one evaluated model beats another. */
@org.jspecify.annotations.NullMarked
package io.flowstan.trainer.compare;
