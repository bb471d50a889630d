package io.flowstan.trainer.metric.novelty;

import java.util.Arrays;

/** A set of 64-bit digests: a sorted array, 8 bytes for each. */
final class DigestSet {
  private final long[] sorted;

  /** The set of the first {@code size} of {@code digests}. */
  DigestSet(long[] digests, int size) {
    long[] copy = Arrays.copyOf(digests, size);
    Arrays.sort(copy);
    int distinct = 0;
    for (int i = 0; i < size; i++) {
      if (i == 0 || copy[i] != copy[i - 1]) {
        copy[distinct++] = copy[i];
      }
    }
    sorted = Arrays.copyOf(copy, distinct);
  }

  boolean contains(long digest) {
    return Arrays.binarySearch(sorted, digest) >= 0;
  }
}
