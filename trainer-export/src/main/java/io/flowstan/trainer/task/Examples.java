package io.flowstan.trainer.task;

/** What a model learns from or is asked about: rows of features and what follows from each. */
final class Examples {
  /** float64 [rows, features]. */
  final double[][] rows;

  /** By row: a class from 0 or a number. */
  final double[] targets;

  Examples(double[][] rows, double[] targets) {
    this.rows = rows;
    this.targets = targets;
  }

  int[] classes() {
    int[] classes = new int[targets.length];
    for (int i = 0; i < classes.length; i++) {
      classes[i] = (int) targets[i];
    }
    return classes;
  }

  /** These with the first {@code share} of the rows taken from {@code others} instead. */
  Examples replaced(double share, Examples others) {
    int count = (int) Math.round(share * rows.length);
    double[][] mixedRows = rows.clone();
    double[] mixedTargets = targets.clone();
    System.arraycopy(others.rows, 0, mixedRows, 0, count);
    System.arraycopy(others.targets, 0, mixedTargets, 0, count);
    return new Examples(mixedRows, mixedTargets);
  }
}
