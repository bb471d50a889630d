package io.flowstan.trainer.report;

/** Numbers as reports show them. */
public final class Rounded {
  private static final double FOUR_DIGITS = 1e4;
  private static final double SIX_DIGITS = 1e6;

  private Rounded() {}

  /** To four digits behind the point. */
  public static double toFourDigits(double value) {
    return Math.round(value * FOUR_DIGITS) / FOUR_DIGITS;
  }

  /** To six digits behind the point, for shares near 1. */
  public static double toSixDigits(double value) {
    return Math.round(value * SIX_DIGITS) / SIX_DIGITS;
  }
}
