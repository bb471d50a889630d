package io.flowstan.it.registry;

import io.flowstan.flow.Flow;
import io.flowstan.flow.HostFlow;
import io.flowstan.flow.IpProtocol;
import io.flowstan.flow.TcpFlags;
import io.flowstan.random.CounterRandom;

/** Seeded flows with nothing learned about them: enough to put on a wire. */
final class SampleFlows {
  private static final int FIRST_HOST = 0x0A00_0001;
  private static final int PEER = 0xC0A8_0001;
  private static final long START_SECOND = 1_460_332_800;

  private SampleFlows() {}

  /** The flow {@code sequence} of the {@code host}-th host. */
  static HostFlow draw(int host, long sequence) {
    int address = FIRST_HOST + host;
    long packets = 2L + CounterRandom.uniformInt(address, 2 * sequence, 1_000);
    long endSecond = START_SECOND + sequence;
    Flow flow =
        new Flow(
            endSecond,
            4 * CounterRandom.uniformInt(address, 2 * sequence + 1, 1_000),
            address,
            PEER,
            50_000,
            443,
            IpProtocol.TCP,
            TcpFlags.ACK | TcpFlags.SYN,
            0,
            0,
            packets,
            // beyond what a float or an int holds
            sequence % 10 == 0 ? 5_000_000_001L : 60 * packets,
            "background");
    return new HostFlow(address, sequence, endSecond * 1_000, flow);
  }
}
