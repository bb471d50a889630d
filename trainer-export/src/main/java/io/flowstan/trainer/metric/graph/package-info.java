/** What tables are compared by as graphs of hosts and the peers that they talk to. */
@org.jspecify.annotations.NullMarked
package io.flowstan.trainer.metric.graph;
