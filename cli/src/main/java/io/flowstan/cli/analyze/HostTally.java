package io.flowstan.cli.analyze;

import io.flowstan.cli.hosts.HostTraffic;
import io.flowstan.flow.Flow;

/** What {@code analyze} keeps for one host: under 1 KiB, however many flows it has. */
final class HostTally extends HostTraffic {
  private final Volume volume = new Volume();
  private final LagSums lnBytes = new LagSums();
  private final FiveMinuteCounts fiveMinutes = new FiveMinuteCounts();

  HostTally(int address) {
    super(address);
  }

  @Override
  protected void add(Flow flow, boolean sends, boolean receives, boolean peerOutside) {
    super.add(flow, sends, receives, peerOutside);
    volume.add(flow);
    lnBytes.add(Math.log((double) flow.bytes()));
    fiveMinutes.add(flow.endSecond());
  }

  Volume volume() {
    return volume;
  }

  /** The natural logarithm of the bytes, flow by flow. */
  LagSums lnBytes() {
    return lnBytes;
  }

  FiveMinuteCounts fiveMinutes() {
    return fiveMinutes;
  }
}
