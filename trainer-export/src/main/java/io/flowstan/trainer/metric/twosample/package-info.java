/** Whether a classifier, or the neighbours of points, can tell two tables of flows apart. */
@org.jspecify.annotations.NullMarked
package io.flowstan.trainer.metric.twosample;
