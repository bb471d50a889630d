/** Pictures of tables of flows for reports. */
@org.jspecify.annotations.NullMarked
package io.flowstan.trainer.report.plot;
