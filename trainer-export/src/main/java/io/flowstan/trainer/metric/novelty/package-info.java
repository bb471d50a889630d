/** Whether flows are copies of those that a model learned from. */
@org.jspecify.annotations.NullMarked
package io.flowstan.trainer.metric.novelty;
