package io.flowstan.benchmark;

import io.flowstan.engine.EngineModel;
import io.flowstan.engine.HostAddresses;
import io.flowstan.engine.HostShards;
import io.flowstan.engine.HostSpec;
import io.flowstan.engine.HostStreams;
import io.flowstan.flow.HostFlow;
import io.flowstan.flow.Network;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/** Hosts and flows of the shipped model, the same in every run. */
final class DrawnFlows {
  static final Network NETWORK = Network.parse("10.0.0.0/8");

  private static final long SEED = 1;
  private static final long START_MS = 1_460_332_800_000L; // 2016-04-11T00:00:00Z

  private DrawnFlows() {}

  /** Streams of {@code hosts} hosts, not advanced yet. */
  static HostStreams streams(int hosts) throws IOException {
    HostStreams streams = HostShards.open(EngineModel.open(null), NETWORK, 1);
    for (int address : HostAddresses.draw(NETWORK, hosts, SEED)) {
      streams.add(new HostSpec(address, SEED, START_MS));
    }
    return streams;
  }

  /** The first {@code count} flows of {@code hosts} hosts, roughly by due time. */
  static List<HostFlow> of(int hosts, int count) throws IOException {
    List<HostFlow> flows = new ArrayList<>(count);
    try (HostStreams streams = streams(hosts)) {
      streams.advance(Long.MAX_VALUE, count, flows::add);
    }
    return flows;
  }
}
