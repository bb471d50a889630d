package io.flowstan.trainer.metric.twosample;

/** Shift and scale of features to mean 0 and standard deviation 1 over some rows. */
public final class Standardisation {
  private final double[] means;
  private final double[] deviations;

  private Standardisation(double[] means, double[] deviations) {
    this.means = means;
    this.deviations = deviations;
  }

  /** That of {@code rows}, float64 [rows, features]; a constant feature is only shifted. */
  public static Standardisation of(double[][] rows) {
    int width = rows[0].length;
    double[] means = new double[width];
    double[] deviations = new double[width];
    for (double[] row : rows) {
      for (int i = 0; i < width; i++) {
        means[i] += row[i] / rows.length;
      }
    }
    for (double[] row : rows) {
      for (int i = 0; i < width; i++) {
        deviations[i] += (row[i] - means[i]) * (row[i] - means[i]) / rows.length;
      }
    }
    for (int i = 0; i < width; i++) {
      // below rounding error of the mean it is constant
      double deviation = Math.sqrt(deviations[i]);
      deviations[i] = deviation > 1e-9 * Math.max(1, Math.abs(means[i])) ? deviation : 1;
    }
    return new Standardisation(means, deviations);
  }

  /** Standardises {@code rows} in place. */
  public void apply(double[][] rows) {
    for (double[] row : rows) {
      for (int i = 0; i < row.length; i++) {
        row[i] = (row[i] - means[i]) / deviations[i];
      }
    }
  }
}
