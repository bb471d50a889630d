package io.flowstan.trainer.metric.marginal;

import java.util.Arrays;

/** The classes that occur in some columns as bins, ascending: exact, but no more than there are. */
final class SeenClasses implements Bins {
  private final int count;

  /** Place by class; -1 for a class that does not occur. */
  private final int[] places;

  private SeenClasses(int[] places, int count) {
    this.places = places;
    this.count = count;
  }

  static SeenClasses of(long[]... columns) {
    int[] places = new int[ExactClasses.ALL.count()];
    Arrays.fill(places, -1);
    for (long[] column : columns) {
      for (long value : column) {
        places[ExactClasses.ALL.of(value)] = 0;
      }
    }
    int count = 0;
    for (int value = 0; value < places.length; value++) {
      if (places[value] == 0) {
        places[value] = count++;
      }
    }
    return new SeenClasses(places, count);
  }

  @Override
  public int count() {
    return count;
  }

  @Override
  public int of(long value) {
    int place = places[ExactClasses.ALL.of(value)];
    if (place < 0) {
      throw new IllegalArgumentException(
          "class " + value + ": expected one of the " + count + " that were seen");
    }
    return place;
  }
}
