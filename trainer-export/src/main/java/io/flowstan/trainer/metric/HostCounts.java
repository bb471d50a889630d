package io.flowstan.trainer.metric;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * How often each host of a table was in each of some classes: all that a histogram of any choice of
 * hosts needs. Kept sparse, since a host is in few classes.
 */
public final class HostCounts {
  private final int classes;

  /** By host the classes that it was in, ascending, and how often. */
  private final List<int[]> occupied;

  private final List<int[]> counts;

  private HostCounts(int classes, List<int[]> occupied, List<int[]> counts) {
    this.classes = classes;
    this.occupied = List.copyOf(occupied);
    this.counts = List.copyOf(counts);
  }

  /** Counts by class, where each host counts as often as it was drawn. */
  public long[] sum(int[] times) {
    if (times.length != counts.size()) {
      throw new IllegalArgumentException(
          "draws of " + times.length + " hosts: expected " + counts.size());
    }
    long[] sum = new long[classes];
    for (int host = 0; host < times.length; host++) {
      if (times[host] > 0) {
        int[] of = occupied.get(host);
        int[] count = counts.get(host);
        for (int i = 0; i < of.length; i++) {
          sum[of[i]] += (long) times[host] * count[i];
        }
      }
    }
    return sum;
  }

  /** Counts one host after the other. */
  public static final class Builder {
    private final int[] current;
    private final List<int[]> occupied = new ArrayList<>();
    private final List<int[]> counts = new ArrayList<>();
    private int[] touched = new int[64];
    private int size;

    /**
     * @param classes classes are 0 to {@code classes - 1}
     */
    public Builder(int classes) {
      current = new int[classes];
    }

    /** The host was in {@code place} once more. */
    public void add(int place) {
      add(place, 1);
    }

    /** The host was in {@code place} so many times more. */
    public void add(int place, int times) {
      if (current[place] == 0 && times > 0) {
        if (size == touched.length) {
          touched = Arrays.copyOf(touched, 2 * size);
        }
        touched[size++] = place;
      }
      current[place] += times;
    }

    /** What follows is of the next host. */
    public void endHost() {
      int[] of = Arrays.copyOf(touched, size);
      Arrays.sort(of);
      int[] count = new int[size];
      for (int i = 0; i < size; i++) {
        count[i] = current[of[i]];
        current[of[i]] = 0;
      }
      size = 0;
      occupied.add(of);
      counts.add(count);
    }

    /** The counts of the hosts that were ended. */
    public HostCounts build() {
      return new HostCounts(current.length, occupied, counts);
    }
  }
}
