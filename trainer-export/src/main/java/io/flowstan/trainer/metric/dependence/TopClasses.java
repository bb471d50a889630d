package io.flowstan.trainer.metric.dependence;

import io.flowstan.trainer.metric.marginal.Bins;
import io.flowstan.trainer.metric.marginal.ExactClasses;
import java.util.Arrays;
import java.util.Comparator;
import java.util.stream.IntStream;

/** The commonest classes of a column as bins, and one more for the rest. */
final class TopClasses implements Bins {
  private final int count;

  /** Place by class; classes that are not among the top have the last place. */
  private final int[] places;

  private TopClasses(int[] top) {
    count = top.length + 1;
    places = new int[ExactClasses.ALL.count()];
    Arrays.fill(places, top.length);
    for (int place = 0; place < top.length; place++) {
      places[top[place]] = place;
    }
  }

  /** The {@code top} commonest classes of {@code column}; of equals the smaller ones. */
  static TopClasses of(long[] column, int top) {
    long[] counts = ExactClasses.ALL.count(column);
    return new TopClasses(
        IntStream.range(0, counts.length)
            .filter(value -> counts[value] > 0)
            .boxed()
            .sorted(Comparator.comparingLong(value -> -counts[value]))
            .limit(top)
            .mapToInt(Integer::intValue)
            .toArray());
  }

  @Override
  public int count() {
    return count;
  }

  @Override
  public int of(long value) {
    return places[ExactClasses.ALL.of(value)];
  }
}
