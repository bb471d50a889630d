package io.flowstan.trainer.report;

import java.util.Locale;

/** Numbers as texts of reports have them: four digits that count, no exponent where it is plain. */
public final class Numbers {
  private Numbers() {}

  /** {@code value} with its standard error, both to the error's two digits that count. */
  public static String text(double value, double error) {
    if (!(error > 0)) {
      return text(value);
    }
    int decimals = (int) Math.max(0, 1 - Math.floor(Math.log10(error)));
    String number = "%,." + decimals + "f";
    return String.format(Locale.ROOT, number + " \u00b1 " + number, value, error);
  }

  /** {@code value} with about four significant digits. */
  public static String text(double value) {
    double size = Math.abs(value);
    if (value == Math.rint(value) && size < 1e6) {
      return String.format(Locale.ROOT, "%,.0f", value);
    }
    if (size >= 1_000) {
      return String.format(Locale.ROOT, "%,.0f", value);
    }
    if (size >= 10) {
      return String.format(Locale.ROOT, "%.2f", value);
    }
    if (size >= .001) {
      return String.format(Locale.ROOT, "%.4f", value);
    }
    return String.format(Locale.ROOT, "%.2e", value);
  }
}
