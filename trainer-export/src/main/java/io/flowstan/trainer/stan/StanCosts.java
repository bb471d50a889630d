package io.flowstan.trainer.stan;

import io.flowstan.engine.Workers;
import io.flowstan.flow.Flow;
import io.flowstan.model.OnnxGraph;
import io.flowstan.random.CounterRandom;
import io.flowstan.trainer.table.Attribute;
import io.flowstan.trainer.table.FlowTable;
import java.io.IOException;
import java.nio.FloatBuffer;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;

/**
 * What flows cost STAN, on the whole numbers that the other contenders are weighed on: nats by host
 * and attribute. ToS and flags are absent, because STAN has none.
 *
 * <p>Delta-t includes the hour, which STAN draws too. Ports in a bin are uniform. A peer among the
 * host's last 64 costs its four octets, which name it; another one its first octet only, whose
 * probability still includes recent peers: at most in STAN's favour. Protocols other than TCP and
 * UDP cost their training frequency beside.
 *
 * @param flows by host those that were weighed
 * @param nats by attribute and host, summed over those flows
 */
public record StanCosts(long[] flows, Map<Attribute, double[]> nats) {
  private static final int BATCH = 128;
  private static final int THREADS = 2;
  private static final int MAGNITUDE = 3 * StanNumber.COMPONENTS;

  /**
   * Weighs about {@code most} flows of {@code table}, every one with the same probability; all
   * where it has no more.
   */
  public static StanCosts of(StanModel model, FlowTable table, long most, long seed)
      throws IOException {
    double share = Math.min(1, (double) most / Math.max(1, table.flows()));
    List<Map.Entry<Integer, List<Flow>>> hosts = List.copyOf(table.byHost().entrySet());
    List<OnnxGraph> graphs = new ArrayList<>();
    List<Callable<StanCosts>> parts = new ArrayList<>();
    try (Workers workers = new Workers(THREADS, "flowstan-stan")) {
      for (int thread = 0; thread < THREADS; thread++) {
        OnnxGraph score = OnnxGraph.open(model.bundle(), StanExport.SCORE, BATCH);
        graphs.add(score);
        int first = thread;
        parts.add(
            () -> {
              StanCosts costs = empty(hosts.size());
              Weighing weighing = new Weighing(model, score, costs);
              for (int host = first; host < hosts.size(); host += THREADS) {
                long key = CounterRandom.subKey(seed, host);
                weighing.stream(hosts.get(host), table.startSecond(), host, key, share);
              }
              weighing.flush();
              return costs;
            });
      }
      return workers.sideBySide(parts).stream().reduce(empty(hosts.size()), StanCosts::plus);
    } finally {
      graphs.forEach(OnnxGraph::close);
    }
  }

  private static StanCosts empty(int hosts) {
    Map<Attribute, double[]> nats = new EnumMap<>(Attribute.class);
    for (Attribute attribute : Attribute.values()) {
      if (attribute != Attribute.TOS && attribute != Attribute.FLAGS) {
        nats.put(attribute, new double[hosts]);
      }
    }
    return new StanCosts(new long[hosts], nats);
  }

  private StanCosts plus(StanCosts other) {
    StanCosts sum = empty(flows.length);
    for (int host = 0; host < flows.length; host++) {
      sum.flows[host] = flows[host] + other.flows[host];
      for (Attribute attribute : sum.nats.keySet()) {
        sum.add(attribute, host, column(attribute)[host] + other.column(attribute)[host]);
      }
    }
    return sum;
  }

  private void add(Attribute attribute, int host, double more) {
    column(attribute)[host] += more;
  }

  private double[] column(Attribute attribute) {
    double[] column = nats.get(attribute);
    if (column == null) {
      throw new IllegalArgumentException("STAN has no " + attribute.title());
    }
    return column;
  }

  /** One thread's flows on their way through the graph. */
  private static final class Weighing {
    private final StanModel model;
    private final OnnxGraph score;
    private final StanCosts costs;
    private final MixtureCells cells;
    private final StanExamples examples = new StanExamples(BATCH);
    private final List<Pending> pending = new ArrayList<>();
    private final float[] mixtures = new float[StanScorer.MIXTURE_COLUMNS];

    /** A flow in the batch. */
    private record Pending(int host, long[] values, boolean recentPeer, int protocol) {}

    Weighing(StanModel model, OnnxGraph score, StanCosts costs) {
      this.model = model;
      this.score = score;
      this.costs = costs;
      this.cells = new MixtureCells(1 / (model.extras().rows() + 1.0));
    }

    void stream(
        Map.Entry<Integer, List<Flow>> stream, long start, int host, long key, double share) {
      int address = stream.getKey();
      List<Flow> flows = stream.getValue();
      LastPeers peers = new LastPeers();
      for (int i = 0; i < flows.size(); i++) {
        Flow flow = flows.get(i);
        boolean recent = peers.use(flow.peerOf(address));
        if (CounterRandom.uniformDouble(key, i) < share) {
          long[] values = examples.add(flows, i, address, start);
          pending.add(new Pending(host, values, recent, flow.protocol()));
          if (pending.size() == BATCH) {
            flush();
          }
        }
      }
    }

    void flush() {
      if (pending.isEmpty()) {
        return;
      }
      score.floats(StanExport.PREVIOUS).put(0, examples.previous());
      score.floats(StanExport.ROW).put(0, examples.rows());
      score.longs(StanExport.TARGETS).put(0, examples.targets());
      score.floats(StanExport.LN_WIDTHS).put(0, examples.lnWidths());
      score.run(pending.size());
      for (int n = 0; n < pending.size(); n++) {
        weigh(n, pending.get(n));
      }
      pending.clear();
      examples.clear();
    }

    private void weigh(int n, Pending flow) {
      score
          .floatOutput(StanExport.MIXTURES)
          .get(n * StanScorer.MIXTURE_COLUMNS, mixtures, 0, mixtures.length);
      int host = flow.host();
      costs.flows[host]++;
      costs.add(Attribute.GAP, host, name(n, StanAttribute.HOUR));
      costs.add(Attribute.DIRECTION, host, name(n, StanAttribute.DIRECTION));
      costs.add(
          Attribute.PROTOCOL,
          host,
          name(n, StanAttribute.PROTOCOL) + model.extras().protocolNats(flow.protocol()));
      costs.add(Attribute.HOST_PORT, host, port(n, flow, StanAttribute.OWN_PORT));
      costs.add(Attribute.PEER_PORT, host, port(n, flow, StanAttribute.PEER_PORT));
      costs.add(Attribute.PEER_OCTET, host, name(n, StanAttribute.OCTET_1));
      if (flow.recentPeer()) {
        costs.add(
            Attribute.PEER_OCTET,
            host,
            name(n, StanAttribute.OCTET_2)
                + name(n, StanAttribute.OCTET_3)
                + name(n, StanAttribute.OCTET_4));
      }
      costs.add(Attribute.GAP, host, magnitude(StanNumber.DELTA_T, StanAttribute.DELTA_T, flow));
      costs.add(
          Attribute.PACKETS, host, magnitude(StanNumber.PACKETS, StanAttribute.PACKETS, flow));
      costs.add(Attribute.BYTES, host, magnitude(StanNumber.BYTES, StanAttribute.BYTES, flow));
      costs.add(
          Attribute.DURATION, host, magnitude(StanNumber.DURATION, StanAttribute.DURATION, flow));
    }

    private double name(int n, StanAttribute attribute) {
      FloatBuffer logs = score.floatOutput(StanExport.LOG_LIKELIHOOD);
      return -logs.get(n * StanAttribute.COUNT + attribute.place());
    }

    private double port(int n, Pending flow, StanAttribute attribute) {
      int width = PortClasses.width(StanRow.classOf(attribute, flow.values()));
      return name(n, attribute) + Math.log(width);
    }

    private double magnitude(StanNumber number, StanAttribute attribute, Pending flow) {
      int at = number.place() * MAGNITUDE;
      return cells.nats(number, flow.values()[attribute.place()], mixtures, at);
    }
  }
}
