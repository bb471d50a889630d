package io.flowstan.service.metrics;

import io.flowstan.flow.Flow;
import io.flowstan.flow.HostFlow;
import io.flowstan.flow.Ipv4;

/** Flows for tests of the meters. */
final class SomeFlows {
  static final int HOST = Ipv4.parse("42.219.1.7");
  static final long END_SECOND = 1_460_332_800L;

  private SomeFlows() {}

  static HostFlow flow(int protocol, String label, long packets, long bytes) {
    int port = protocol == 6 || protocol == 17 ? 443 : 0;
    return new HostFlow(
        HOST,
        0,
        END_SECOND * 1_000,
        new Flow(
            END_SECOND,
            0,
            HOST,
            Ipv4.parse("8.8.4.4"),
            port,
            port,
            protocol,
            protocol == 6 ? 16 : 0,
            0,
            0,
            packets,
            bytes,
            label));
  }
}
