package io.flowstan.trainer.baseline;

import io.flowstan.flow.Flow;
import io.flowstan.flow.Ipv4;
import io.flowstan.trainer.table.FlowTable;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;

/** Made-up training tables of few hosts, and a flow to vary. */
final class SmallTable {
  /** 2016-04-11T00:00:00 UTC. */
  static final long START_SECOND = 1_460_332_800L;

  private static final int PEER = Ipv4.parse("198.51.100.7");

  private SmallTable() {}

  /** The address of host {@code h}. */
  static int host(int h) {
    return Ipv4.parse("42.219.0." + (h + 1));
  }

  /** A flow of {@code host} with these attributes; the rest is a usual web request. */
  static Flow flow(int host, long endSecond, int protocol, int flags, long packets, long bytes) {
    return new Flow(
        endSecond, 0, host, PEER, 40_000, 443, protocol, flags, 0, 0, packets, bytes, "background");
  }

  /** The flows of {@code byHost}, in its order, as a table of one day. */
  static FlowTable table(Map<Integer, List<Flow>> byHost) {
    return new FlowTable("small", START_SECOND, 1, byHost);
  }

  /** Four hosts with many kinds of flows: TCP both ways, UDP, ICMP. */
  static FlowTable varied(long seed, int flowsPerHost) {
    Map<Integer, List<Flow>> byHost = new LinkedHashMap<>();
    for (int h = 0; h < 4; h++) {
      Random random = new Random(seed * 31 + h);
      List<Flow> flows = new ArrayList<>();
      long second = START_SECOND;
      for (int i = 0; i < flowsPerHost; i++) {
        second += random.nextInt(3) == 0 ? random.nextInt(120) : 0;
        flows.add(varied(random, host(h), second));
      }
      byHost.put(host(h), flows);
    }
    return table(byHost);
  }

  private static Flow varied(Random random, int host, long second) {
    int peer =
        Ipv4.parse(
            (random.nextInt(4) == 0 ? "203.0" : "198.51") + ".100." + (1 + random.nextInt(50)));
    boolean out = random.nextBoolean();
    int protocol = new int[] {6, 6, 6, 17, 1}[random.nextInt(5)];
    boolean ports = protocol != 1;
    int service = ports ? (random.nextBoolean() ? 443 : 53) : 0;
    int other = ports ? 1_024 + random.nextInt(64_000) : 0;
    long packets = 1L + random.nextInt(30);
    return new Flow(
        second,
        packets == 1 ? 0 : 4 * random.nextInt(500),
        out ? host : peer,
        out ? peer : host,
        out ? other : service,
        out ? service : other,
        protocol,
        protocol == 6 ? 27 : 16,
        0,
        random.nextInt(8) == 0 ? 72 : 0,
        packets,
        packets * (40 + random.nextInt(1_000)),
        "background");
  }
}
