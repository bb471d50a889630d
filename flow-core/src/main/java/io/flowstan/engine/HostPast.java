package io.flowstan.engine;

import java.nio.FloatBuffer;
import java.util.Arrays;
import java.util.List;

/**
 * What a host's last steps said and its next ones are given: for each {@link PastTensor} a ring of
 * as many entries as it looks back. Never stored: it is a function of the host's last flows, and
 * made anew from them by the graph {@code remember}.
 *
 * <p>The next step is given the oldest entry of each ring, and what it says takes that entry's
 * place.
 */
final class HostPast {
  private final List<PastTensor> tensors;

  /** The rings one after the other, entries of a ring side by side. */
  private final float[] rings;

  /** Place of the oldest entry of each ring. */
  private final int[] oldest;

  HostPast(List<PastTensor> tensors) {
    this.tensors = tensors;
    this.rings = new float[tensors.stream().mapToInt(t -> t.flowsAgo() * t.width()).sum()];
    this.oldest = new int[tensors.size()];
  }

  /**
   * Begins anew.
   *
   * @param from of each tensor float32 [N, d, width], oldest first, of which row {@code row}
   */
  void fill(FloatBuffer[] from, int row) {
    int ring = 0;
    for (int t = 0; t < from.length; t++) {
      int length = tensors.get(t).flowsAgo() * tensors.get(t).width();
      from[t].get(row * length, rings, ring, length);
      ring += length;
    }
    Arrays.fill(oldest, 0);
  }

  /** Writes what the next step is given to row {@code row} of each tensor, float32 [N, width]. */
  void write(FloatBuffer[] to, int row) {
    int ring = 0;
    for (int t = 0; t < to.length; t++) {
      int width = tensors.get(t).width();
      to[t].put(row * width, rings, ring + oldest[t] * width, width);
      ring += tensors.get(t).flowsAgo() * width;
    }
  }

  /** Takes what the step said from row {@code row} of each tensor, float32 [N, width]. */
  void advance(FloatBuffer[] from, int row) {
    int ring = 0;
    for (int t = 0; t < from.length; t++) {
      int width = tensors.get(t).width();
      int flowsAgo = tensors.get(t).flowsAgo();
      from[t].get(row * width, rings, ring + oldest[t] * width, width);
      ring += flowsAgo * width;
      oldest[t] = oldest[t] + 1 == flowsAgo ? 0 : oldest[t] + 1;
    }
  }
}
