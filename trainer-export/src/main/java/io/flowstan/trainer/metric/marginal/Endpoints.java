package io.flowstan.trainer.metric.marginal;

import io.flowstan.trainer.metric.Figure;
import io.flowstan.trainer.metric.Metric;
import io.flowstan.trainer.table.Attribute;
import io.flowstan.trainer.table.FlowTable;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
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
  public Map<String, Double> compare(FlowTable real, FlowTable other, long seed) {
    EqualSamples samples = EqualSamples.rows(real, other, seed);
    Map<String, Double> figures = new HashMap<>();
    if (samples.isEmpty()) {
      return figures;
    }
    KEYS.forEach(
        (attribute, key) ->
            figures.put(
                key,
                Divergence.jensenShannon(
                    ExactClasses.ALL.count(samples.real().column(attribute)),
                    ExactClasses.ALL.count(samples.other().column(attribute)))));
    long[] realRanks = flowsByRank(samples.real().peers());
    long[] otherRanks = flowsByRank(samples.other().peers());
    int ranks = Math.max(realRanks.length, otherRanks.length);
    figures.put(
        RANKS,
        Divergence.jensenShannon(
            Arrays.copyOf(realRanks, ranks), Arrays.copyOf(otherRanks, ranks)));
    return figures;
  }

  /** Number of flows of the commonest peer, of the next one, and so on. */
  static long[] flowsByRank(int[] peers) {
    int[] sorted = peers.clone();
    Arrays.sort(sorted);
    long[] ascending = new long[sorted.length];
    int distinct = 0;
    for (int i = 0; i < sorted.length; i++) {
      if (i > 0 && sorted[i] != sorted[i - 1]) {
        distinct++;
      }
      ascending[distinct]++;
    }
    ascending = Arrays.copyOf(ascending, sorted.length == 0 ? 0 : distinct + 1);
    Arrays.sort(ascending);
    long[] descending = new long[ascending.length];
    for (int rank = 0; rank < descending.length; rank++) {
      descending[rank] = ascending[ascending.length - 1 - rank];
    }
    return descending;
  }
}
