package io.flowstan.trainer.metric.twosample;

import io.flowstan.flow.Flow;
import io.flowstan.flow.IpProtocol;
import io.flowstan.flow.Ipv4;
import io.flowstan.flow.TcpFlags;
import io.flowstan.trainer.table.FlowTable;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.function.UnaryOperator;

/**
 * Made-up tables in which small requests over UDP and large answers over TCP take turns, so that a
 * flow tells the kind of the next.
 */
public final class MadeTraffic {
  /** 2016-04-11T00:00:00 UTC. */
  public static final long START_SECOND = 1_460_332_800L;

  private MadeTraffic() {}

  /** A table of {@code hosts} hosts, whose addresses begin at {@code firstHost}. */
  public static FlowTable of(long seed, String firstHost, int hosts, int flowsPerHost) {
    Map<Integer, List<Flow>> byHost = new LinkedHashMap<>();
    for (int h = 0; h < hosts; h++) {
      int host = Ipv4.parse(firstHost) + h;
      byHost.put(host, stream(new Random(seed * 1_000 + h), host, flowsPerHost));
    }
    return new FlowTable("made " + seed, START_SECOND, 1, byHost);
  }

  /** The table with every flow changed. */
  public static FlowTable changed(FlowTable table, UnaryOperator<Flow> change) {
    Map<Integer, List<Flow>> byHost = new LinkedHashMap<>();
    table.byHost().forEach((host, flows) -> byHost.put(host, flows.stream().map(change).toList()));
    return new FlowTable("changed", table.startSecond(), table.days(), byHost);
  }

  /** The table with the flows of each host in random order, at the times that were there. */
  public static FlowTable shuffled(FlowTable table, long seed) {
    Map<Integer, List<Flow>> byHost = new LinkedHashMap<>();
    table
        .byHost()
        .forEach(
            (host, flows) -> {
              List<Flow> order = new ArrayList<>(flows);
              Collections.shuffle(order, new Random(seed + host));
              List<Flow> moved = new ArrayList<>();
              for (int i = 0; i < order.size(); i++) {
                moved.add(at(order.get(i), flows.get(i).endSecond()));
              }
              byHost.put(host, moved);
            });
    return new FlowTable("shuffled", table.startSecond(), table.days(), byHost);
  }

  /** The table with protocol, bytes and the rest of the columns each taken from another flow. */
  public static FlowTable shuffledColumns(FlowTable table, long seed) {
    Map<Integer, List<Flow>> byHost = new LinkedHashMap<>();
    table
        .byHost()
        .forEach(
            (host, flows) -> {
              List<Flow> protocols = new ArrayList<>(flows);
              List<Flow> sizes = new ArrayList<>(flows);
              Collections.shuffle(protocols, new Random(seed + host));
              Collections.shuffle(sizes, new Random(seed + host + 1));
              List<Flow> mixed = new ArrayList<>();
              for (int i = 0; i < flows.size(); i++) {
                Flow size = sizes.get(i);
                mixed.add(
                    sized(flows.get(i), protocols.get(i).protocol(), size.packets(), size.bytes()));
              }
              byHost.put(host, mixed);
            });
    return new FlowTable("shuffled columns", table.startSecond(), table.days(), byHost);
  }

  /** {@code flow} with other numbers. */
  public static Flow sized(Flow flow, int protocol, long packets, long bytes) {
    return new Flow(
        flow.endSecond(),
        flow.durationMs(),
        flow.source(),
        flow.destination(),
        flow.sourcePort(),
        flow.destinationPort(),
        protocol,
        flow.tcpFlags(),
        0,
        flow.tos(),
        packets,
        bytes,
        flow.label());
  }

  private static Flow at(Flow flow, long endSecond) {
    return new Flow(
        endSecond,
        flow.durationMs(),
        flow.source(),
        flow.destination(),
        flow.sourcePort(),
        flow.destinationPort(),
        flow.protocol(),
        flow.tcpFlags(),
        0,
        flow.tos(),
        flow.packets(),
        flow.bytes(),
        flow.label());
  }

  private static List<Flow> stream(Random random, int host, int count) {
    List<Flow> flows = new ArrayList<>();
    long second = START_SECOND;
    for (int i = 0; i < count; i++) {
      second += random.nextInt(40);
      int server = Ipv4.parse("198.51.100.0") + random.nextInt(100);
      int port = 1_024 + random.nextInt(60_000);
      boolean request = i % 2 == 0;
      long packets = 2L + random.nextInt(30);
      long bytes = packets * (request ? 60 + random.nextInt(40) : 800 + random.nextInt(400));
      flows.add(
          new Flow(
              second,
              4 * random.nextInt(1_000),
              host,
              server,
              port,
              request ? 53 : 443,
              request ? IpProtocol.UDP : IpProtocol.TCP,
              request ? 0 : TcpFlags.ACK,
              0,
              0,
              packets,
              bytes,
              "background"));
    }
    return flows;
  }
}
