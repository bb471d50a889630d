package io.flowstan.trainer.privacy.attack;

import io.flowstan.flow.Flow;
import io.flowstan.flow.IpProtocol;
import io.flowstan.flow.TcpFlags;
import io.flowstan.trainer.table.FlowTable;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;

/**
 * Tables of one law of hosts: each draws habits of its own (two services, sizes) and keeps them.
 */
final class OwnHabits {
  private OwnHabits() {}

  static FlowTable table(long seed, int firstHost, int hosts, int flows) {
    Map<Integer, List<Flow>> byHost = new LinkedHashMap<>();
    for (int h = 0; h < hosts; h++) {
      int host = 42 << 24 | firstHost + h;
      byHost.put(host, stream(new Random(seed * 10_000 + h), host, flows));
    }
    return new FlowTable("habits " + seed, 0, 1, byHost);
  }

  private static List<Flow> stream(Random random, int host, int count) {
    int[] ports = {1 + random.nextInt(2_000), 1 + random.nextInt(2_000)};
    int[] octets = {1 + random.nextInt(220), 1 + random.nextInt(220)};
    int[] sizes = {100 + random.nextInt(1_000), 100 + random.nextInt(1_000)};
    List<Flow> flows = new ArrayList<>();
    long second = 0;
    for (int i = 0; i < count; i++) {
      second += random.nextInt(30);
      int habit = random.nextInt(2);
      long packets = 1L + random.nextInt(8);
      flows.add(
          new Flow(
              second,
              packets == 1 ? 0 : 4 * random.nextInt(500),
              host,
              octets[habit] << 24 | random.nextInt(1_000),
              32_768 + random.nextInt(20_000),
              ports[habit],
              IpProtocol.TCP,
              TcpFlags.ACK,
              0,
              0,
              packets,
              packets * (sizes[habit] + random.nextInt(20)),
              "background"));
    }
    return flows;
  }
}
