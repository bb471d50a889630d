package io.flowstan.trainer.metric;

import java.util.Arrays;
import java.util.OptionalDouble;
import org.hipparchus.stat.StatUtils;

/**
 * One number of each host of a table.
 *
 * @param values in the order of the table; NaN for a host that has none
 */
public record HostValues(double[] values) {

  /** The numbers of the hosts that have one, each as often as its host was drawn. */
  public double[] drawn(int[] times) {
    double[] drawn = new double[Arrays.stream(times).sum()];
    int size = 0;
    for (int host = 0; host < values.length; host++) {
      if (!Double.isNaN(values[host])) {
        Arrays.fill(drawn, size, size + times[host], values[host]);
        size += times[host];
      }
    }
    return Arrays.copyOf(drawn, size);
  }

  /** The median of {@link #drawn}; none where that is empty. */
  public OptionalDouble median(int[] times) {
    double[] drawn = drawn(times);
    return drawn.length == 0
        ? OptionalDouble.empty()
        : OptionalDouble.of(StatUtils.percentile(drawn, 50));
  }
}
