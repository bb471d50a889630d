package io.flowstan.trainer.metric.marginal;

import io.flowstan.flow.Flow;
import io.flowstan.flow.IpProtocol;
import io.flowstan.flow.Ipv4;
import io.flowstan.flow.TcpFlags;
import io.flowstan.trainer.table.FlowTable;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;

/** Tables of flows that are all alike but for what a test changes. */
public final class MadeTable {
  /** 2016-04-11T00:00:00 UTC. */
  public static final long START_SECOND = 1_460_332_800L;

  private MadeTable() {}

  /** A flow before it is made: the host asks a web server, one flow a second. */
  public static final class Draft {
    /** Place of the flow in its host's stream. */
    public final int place;

    public final int host;
    public long endSecond;
    public int peer = Ipv4.parse("192.0.2.9");
    public int hostPort = 40_000;
    public int peerPort = 443;
    public int protocol = IpProtocol.TCP;
    public int tos;
    public int durationMs;
    public long packets = 1;
    public long bytes = 100;

    private Draft(int host, int place) {
      this.host = host;
      this.place = place;
      endSecond = START_SECOND + place + 1;
    }

    private Flow flow() {
      return new Flow(
          endSecond,
          durationMs,
          host,
          peer,
          hostPort,
          peerPort,
          protocol,
          TcpFlags.ACK,
          0,
          tos,
          packets,
          bytes,
          "background");
    }
  }

  /** {@code hosts} hosts, 42.219.0.1 and on, with {@code flows} flows each. */
  public static FlowTable of(int hosts, int flows, Consumer<Draft> change) {
    Map<Integer, List<Flow>> byHost = new LinkedHashMap<>();
    for (int h = 1; h <= hosts; h++) {
      int host = Ipv4.parse("42.219.0." + h);
      List<Flow> stream = new ArrayList<>();
      for (int place = 0; place < flows; place++) {
        Draft draft = new Draft(host, place);
        change.accept(draft);
        stream.add(draft.flow());
      }
      byHost.put(host, stream);
    }
    return new FlowTable("made", START_SECOND, 1, byHost);
  }

  /** Flows that are all alike. */
  public static FlowTable of(int hosts, int flows) {
    return of(hosts, flows, draft -> {});
  }
}
