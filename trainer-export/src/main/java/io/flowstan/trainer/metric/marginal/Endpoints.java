package io.flowstan.trainer.metric.marginal;

import io.flowstan.trainer.metric.Comparison;
import io.flowstan.trainer.metric.Figure;
import io.flowstan.trainer.metric.HostCounts;
import io.flowstan.trainer.metric.Metric;
import io.flowstan.trainer.table.Attribute;
import io.flowstan.trainer.table.FlowTable;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * Who talks to whom: exact ports, first octets, and how the flows are shared out among the peers.
 *
 * <p>The last one compares peers by rank, since addresses are pseudonyms: the peers of a table
 * ordered by their flows, the share of the r-th against the share of the other table's r-th (Yin et
 * al., "Practical GAN-based synthetic IP header trace generation using NetShare", SIGCOMM 2022).
 *
 * <p>Exact ports are thousands of classes, most of them rare, so two samples of one process are far
 * apart too: read these figures beside those of real hosts against real hosts.
 */
public final class Endpoints implements Metric {
  /** The attributes whose Jensen-Shannon divergence is here, with its key. */
  static final Map<Attribute, String> KEYS =
      java.util.Collections.unmodifiableMap(
          new EnumMap<>(
              Map.of(
                  Attribute.HOST_PORT, "ports.host",
                  Attribute.PEER_PORT, "ports.peer",
                  Attribute.PEER_OCTET, "octets.peer")));

  private static final String RANKS = "ranks.peer";

  /** As for the attributes: the ranks are classes like others. */
  private static final double RANKS_BAR = 0.003;

  @Override
  public String name() {
    return "endpoints";
  }

  @Override
  public String method() {
    return String.format(
        Locale.ROOT,
        "Exact ports, first octets, and peers by rank of their flows, on equally many rows a side (at"
            + " most %,d), in nats.",
        EqualSamples.MAX_ROWS);
  }

  @Override
  public List<Figure> figures() {
    List<Figure> figures = new ArrayList<>();
    KEYS.forEach(
        (attribute, key) ->
            figures.add(
                Figure.distance(
                        key,
                        "JS divergence, " + attribute.title(),
                        "nats",
                        Marginals.bar(attribute))
                    .asHeadline()));
    figures.add(
        Figure.distance(RANKS, "JS divergence, peers by rank of popularity", "nats", RANKS_BAR));
    return figures;
  }

  @Override
  public Comparison read(FlowTable real, FlowTable other, long seed) {
    EqualSamples samples = EqualSamples.rows(real, other, seed);
    if (samples.isEmpty()) {
      return drawn -> Map.of();
    }
    Map<Attribute, PairedCounts> counts = new EnumMap<>(Attribute.class);
    KEYS.keySet().forEach(attribute -> counts.put(attribute, PairedCounts.of(attribute, samples)));
    HostCounts realPeers = flowsByPeer(samples.real());
    HostCounts otherPeers = flowsByPeer(samples.other());
    return drawn -> {
      Map<String, Double> figures = new HashMap<>();
      counts.forEach(
          (attribute, of) -> put(figures, KEYS.getOrDefault(attribute, ""), of.of(drawn)));
      long[] inReal = byRank(realPeers.sum(drawn.real()));
      long[] inOther = byRank(otherPeers.sum(drawn.other()));
      int ranks = Math.max(inReal.length, inOther.length);
      put(
          figures,
          RANKS,
          new PairedCounts.Drawn(Arrays.copyOf(inReal, ranks), Arrays.copyOf(inOther, ranks)));
      return figures;
    };
  }

  private static void put(Map<String, Double> figures, String key, PairedCounts.Drawn counts) {
    if (counts.areBoth()) {
      figures.put(key, Divergence.jensenShannon(counts.real(), counts.other()));
    }
  }

  /** How many rows each host has with each peer; peers are numbered in order of address. */
  private static HostCounts flowsByPeer(RowSample sample) {
    int[] peers = sample.peers();
    int[] distinct = Arrays.stream(peers).sorted().distinct().toArray();
    return sample.counts(distinct.length, row -> Arrays.binarySearch(distinct, peers[row]));
  }

  /** The flows of the commonest peer, of the next one, and so on; none has no flow. */
  static long[] byRank(long[] flows) {
    long[] ascending = Arrays.stream(flows).filter(count -> count > 0).sorted().toArray();
    long[] descending = new long[ascending.length];
    for (int rank = 0; rank < descending.length; rank++) {
      descending[rank] = ascending[ascending.length - 1 - rank];
    }
    return descending;
  }
}
