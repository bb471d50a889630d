package io.flowstan.trainer.metric;

import java.util.Arrays;

/**
 * How often each host of two tables was drawn, in the order of its table. A host that was drawn
 * twice is one host that counts double: it never meets a copy of itself.
 *
 * @param real times of the recorded table's hosts, 0 or more each
 * @param other times of the hosts of the table that is judged
 */
public record Resample(int[] real, int[] other) {

  /** Every host once. */
  public static Resample whole(int realHosts, int otherHosts) {
    return new Resample(once(realHosts), once(otherHosts));
  }

  /** Each of {@code hosts} once. */
  public static int[] once(int hosts) {
    int[] times = new int[hosts];
    Arrays.fill(times, 1);
    return times;
  }
}
