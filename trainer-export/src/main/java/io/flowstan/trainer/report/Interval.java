package io.flowstan.trainer.report;

import java.util.Locale;

/** A value with the 5 % and 95 % points of its bootstrap, rounded to four digits. */
public record Interval(double value, double low, double high) {
  public Interval {
    value = Rounded.toFourDigits(value);
    low = Rounded.toFourDigits(low);
    high = Rounded.toFourDigits(high);
  }

  @Override
  public String toString() {
    return String.format(Locale.ROOT, "%.3f (%.3f to %.3f)", value, low, high);
  }
}
