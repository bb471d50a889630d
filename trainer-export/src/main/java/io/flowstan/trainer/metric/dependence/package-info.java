/** How the attributes of a flow hang together, and with those of the flow before. */
@org.jspecify.annotations.NullMarked
package io.flowstan.trainer.metric.dependence;
