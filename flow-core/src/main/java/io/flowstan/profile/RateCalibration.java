package io.flowstan.profile;

/**
 * The correction of free running: a model that is right about each next flow still drifts over a
 * day, and makes fewer (or more) flows than its profile says. Free runs after training measure ln
 * made = intercept + slope * ln asked; the inverse is asked instead.
 *
 * @param intercept in ln(flows a day)
 * @param slope above 0
 */
public record RateCalibration(double intercept, double slope) {
  /** No correction: what is asked is what is given. */
  public static final RateCalibration NONE = new RateCalibration(0, 1);

  public RateCalibration {
    if (!(slope > 0) || !Double.isFinite(intercept)) {
      throw new IllegalArgumentException(
          "rate calibration " + intercept + " + " + slope + " x: expected a slope above 0");
    }
  }

  /** What to ask for, so that {@code lnFlowsPerDay} is made. */
  public double input(double lnFlowsPerDay) {
    return (lnFlowsPerDay - intercept) / slope;
  }
}
