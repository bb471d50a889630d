package io.flowstan.trainer.evaluate;

import io.flowstan.flow.Flow;
import io.flowstan.flow.IpProtocol;
import io.flowstan.flow.Ipv4;
import io.flowstan.flow.TcpFlags;
import io.flowstan.trainer.table.FlowTable;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;

/**
 * Made-up hosts that have something to lose: they alternate between phases of large web transfers
 * and of small look-ups, each flow answered in the same second, so that streams remember,
 * attributes hang together and rows hardly ever repeat.
 */
final class SessionTraffic {
  static final long START_SECOND = SmallTraffic.START_SECOND;
  private static final int SERVERS = Ipv4.parse("198.51.100.0");

  private SessionTraffic() {}

  /** {@code hosts} hosts of one day, their addresses from 42.219.{@code net}.1 on. */
  static FlowTable of(int net, int hosts, int flowsPerHost) {
    Map<Integer, List<Flow>> byHost = new LinkedHashMap<>();
    for (int h = 0; h < hosts; h++) {
      int address = Ipv4.parse("42.219." + net + "." + (h + 1));
      byHost.put(address, flows(new Random(1_000L * net + h), address, flowsPerHost));
    }
    return new FlowTable("net " + net, START_SECOND, 1, byHost);
  }

  private static List<Flow> flows(Random random, int host, int count) {
    List<Flow> flows = new ArrayList<>();
    long second = START_SECOND;
    boolean web = random.nextBoolean();
    int server = 1;
    while (flows.size() < count) {
      if (random.nextInt(20) == 0) {
        web = !web;
        server = 1 + random.nextInt(200);
        second += random.nextInt(800);
      }
      second += random.nextInt(3);
      int port = 1_024 + random.nextInt(60_000);
      int peer = SERVERS + server;
      if (web) {
        long packets = 20L + random.nextInt(200);
        long request = 50 * packets + random.nextInt(2_000);
        long answer = 800 * packets + random.nextInt(60_000);
        flows.add(tcp(second, host, peer, port, 443, packets, request));
        flows.add(tcp(second, peer, host, 443, port, packets, answer));
      } else {
        flows.add(udp(second, host, peer, port, 53, 60L + random.nextInt(400)));
        flows.add(udp(second, peer, host, 53, port, 100L + random.nextInt(1_300)));
      }
    }
    return flows;
  }

  private static Flow tcp(
      long second, int from, int to, int fromPort, int toPort, long packets, long bytes) {
    int durationMs = (int) (packets * 20);
    int flags = TcpFlags.ACK | TcpFlags.PSH;
    return new Flow(
        second,
        durationMs,
        from,
        to,
        fromPort,
        toPort,
        IpProtocol.TCP,
        flags,
        0,
        0,
        packets,
        bytes,
        "background");
  }

  private static Flow udp(long second, int from, int to, int fromPort, int toPort, long bytes) {
    return new Flow(
        second, 0, from, to, fromPort, toPort, IpProtocol.UDP, 0, 0, 0, 1, bytes, "background");
  }
}
