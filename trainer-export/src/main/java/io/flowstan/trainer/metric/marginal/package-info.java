/** How alike the attributes of two tables are, one at a time: whole day, by hour, and addresses. */
@org.jspecify.annotations.NullMarked
package io.flowstan.trainer.metric.marginal;
