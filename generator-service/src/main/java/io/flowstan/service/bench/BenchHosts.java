package io.flowstan.service.bench;

import io.flowstan.engine.HostAddresses;
import io.flowstan.engine.HostSpec;
import io.flowstan.engine.HostStreams;
import io.flowstan.flow.HostFlow;
import java.util.ArrayList;
import java.util.List;

/** The hosts of a benchmark: the same at every measurement of a plan. */
final class BenchHosts {
  private BenchHosts() {}

  /** The first {@code count} hosts of {@code seed}. */
  static List<HostSpec> of(int count, long seed) {
    long startMs = BenchPlan.START.toEpochMilli();
    return HostAddresses.draw(BenchPlan.NETWORK, count, seed).stream()
        .map(address -> new HostSpec(address, seed, startMs))
        .toList();
  }

  /** The first {@code count} flows of {@code hosts}, which are added to {@code streams}. */
  static List<HostFlow> flows(HostStreams streams, List<HostSpec> hosts, int count) {
    hosts.forEach(streams::add);
    List<HostFlow> flows = new ArrayList<>(count);
    streams.advance(Long.MAX_VALUE, count, flows::add);
    return flows;
  }
}
