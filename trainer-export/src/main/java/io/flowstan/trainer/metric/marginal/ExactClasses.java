package io.flowstan.trainer.metric.marginal;

/**
 * Every whole number from 0 as a bin of its own.
 *
 * @param count number of classes
 */
public record ExactClasses(int count) implements Bins {
  /** One for each number that an attribute which is a class can have, ports included. */
  public static final ExactClasses ALL = new ExactClasses(1 << 16);

  @Override
  public int of(long value) {
    if (value < 0 || value >= count) {
      throw new IllegalArgumentException(
          "class " + value + ": expected 0.." + (count - 1) + ", an attribute's class");
    }
    return (int) value;
  }
}
