/** What two tables of flows are compared by. */
@org.jspecify.annotations.NullMarked
package io.flowstan.trainer.metric;
