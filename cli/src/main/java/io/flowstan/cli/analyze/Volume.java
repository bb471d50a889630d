package io.flowstan.cli.analyze;

import io.flowstan.flow.Flow;

/**
 * A running total of flows, bytes and packets. Sums that do not fit a long, as rows with absurd
 * counts can make them, stay at its largest value.
 */
final class Volume {
  private long flows;
  private long bytes;
  private long packets;

  void add(Flow flow) {
    flows++;
    bytes = sum(bytes, flow.bytes());
    packets = sum(packets, flow.packets());
  }

  void add(Volume other) {
    flows += other.flows;
    bytes = sum(bytes, other.bytes);
    packets = sum(packets, other.packets);
  }

  long flows() {
    return flows;
  }

  long bytes() {
    return bytes;
  }

  long packets() {
    return packets;
  }

  private static long sum(long a, long b) {
    long sum = a + b;
    return sum < 0 ? Long.MAX_VALUE : sum; // both are positive, so an overflow is negative
  }
}
