/** What tables are compared by along time: memory, volume, bursts, gaps, repeated peers, drift. */
@org.jspecify.annotations.NullMarked
package io.flowstan.trainer.metric.temporal;
