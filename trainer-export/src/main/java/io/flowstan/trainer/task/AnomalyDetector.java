package io.flowstan.trainer.task;

/** Tells how unusual a flow is, given {@link FlowContext}s of usual ones. */
sealed interface AnomalyDetector permits SurpriseDetector, CutForestDetector {
  /** How unusual {@code row} is: higher is more. */
  double score(double[] row);
}
