/** Random forests with fixed settings, over Tribuo's trees: the judge's own learners. */
@org.jspecify.annotations.NullMarked
package io.flowstan.trainer.forest;
