package io.flowstan.trainer.metric.marginal;

import io.flowstan.flow.Flow;
import io.flowstan.flow.IpProtocol;
import io.flowstan.trainer.metric.Comparison;
import io.flowstan.trainer.metric.Figure;
import io.flowstan.trainer.metric.Metric;
import io.flowstan.trainer.table.Attribute;
import io.flowstan.trainer.table.FlowTable;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;

/**
 * The distribution of every attribute on common bins: 304 logarithmic ones for numbers, exact
 * classes for the rest. Jensen-Shannon of ports and first octet belongs to {@link Endpoints}.
 */
public final class Marginals implements Metric {
  /** Number of bins of a number. */
  public static final int BINS = 304;

  /** Shares that are 15 % too large or too small: JS is about their mean square error over 8. */
  private static final double JS_BAR = 0.003;

  /** More, because a share of 0 that moves between sets of real hosts (.48 to .54) costs .002. */
  private static final double GAP_JS_BAR = 0.004;

  /** Near 0, KL is four times JS: both are chi-squared, over 2 and over 8. */
  private static final double KL_PER_JS = 4;

  /** In ln(1 + x): numbers that are 5 % too large. */
  private static final double W1_BAR = 0.05;

  @Override
  public String name() {
    return "marginal";
  }

  @Override
  public String method() {
    return String.format(
        Locale.ROOT,
        "Each attribute alone, on equally many rows a side (at most %,d). Numbers on %d bins of equal"
            + " width in ln(1 + x), edges fixed: delta-t up to a day, packets up to 10^7, bytes up to"
            + " 2^32, duration up to 364 s; names as exact classes. JS and KL in nats; KL with half a"
            + " count added to each bin that either side has been in; Wasserstein in ln(1 + x).",
        EqualSamples.MAX_ROWS,
        BINS);
  }

  @Override
  public List<Figure> figures() {
    List<Figure> figures = new ArrayList<>();
    for (Attribute attribute : Attribute.values()) {
      if (!isOfEndpoints(attribute)) {
        Figure js =
            Figure.distance(
                key("js", attribute),
                "JS divergence, " + attribute.title(),
                "nats",
                bar(attribute));
        figures.add(isNumber(attribute) ? js.asHeadline() : js);
      }
      figures.add(
          Figure.distance(
              key("kl", attribute),
              "KL divergence real || other, " + attribute.title(),
              "nats",
              KL_PER_JS * bar(attribute)));
      if (isNumber(attribute)) {
        figures.add(
            Figure.distance(
                key("w1", attribute),
                "Wasserstein distance, " + attribute.title(),
                "ln(1 + x)",
                W1_BAR));
      }
    }
    return figures;
  }

  @Override
  public Comparison read(FlowTable real, FlowTable other, long seed) {
    EqualSamples samples = EqualSamples.rows(real, other, seed);
    if (samples.isEmpty()) {
      return drawn -> Map.of();
    }
    Map<Attribute, PairedCounts> counts = new EnumMap<>(Attribute.class);
    for (Attribute attribute : Attribute.values()) {
      counts.put(attribute, PairedCounts.of(attribute, samples));
    }
    return drawn -> {
      Map<String, Double> figures = new HashMap<>();
      counts.forEach((attribute, of) -> put(figures, attribute, of.bins(), of.of(drawn)));
      return figures;
    };
  }

  private static void put(
      Map<String, Double> figures, Attribute attribute, Bins bins, PairedCounts.Drawn counts) {
    if (!counts.areBoth()) {
      return;
    }
    if (!isOfEndpoints(attribute)) {
      figures.put(key("js", attribute), Divergence.jensenShannon(counts.real(), counts.other()));
    }
    figures.put(key("kl", attribute), Divergence.kullbackLeibler(counts.real(), counts.other()));
    if (bins instanceof LogBins numbers) {
      figures.put(
          key("w1", attribute),
          Divergence.wasserstein(counts.real(), counts.other(), numbers.width()));
    }
  }

  /** Shares of the protocols that occur, such as {@code marginal.share.tcp}. */
  @Override
  public Map<String, Double> facts(FlowTable table) {
    long[] counts = new long[256];
    for (List<Flow> flows : table.byHost().values()) {
      for (Flow flow : flows) {
        counts[flow.protocol()]++;
      }
    }
    Map<String, Double> shares = new TreeMap<>();
    for (int protocol = 0; protocol < counts.length; protocol++) {
      if (counts[protocol] > 0) {
        String protocolName = IpProtocol.format(protocol).toLowerCase(Locale.ROOT);
        shares.put("marginal.share." + protocolName, (double) counts[protocol] / table.flows());
      }
    }
    return shares;
  }

  static boolean isNumber(Attribute attribute) {
    return attribute.kind() == Attribute.Kind.NUMBER;
  }

  /** The bar of an attribute's Jensen-Shannon divergence, nats. */
  static double bar(Attribute attribute) {
    return attribute == Attribute.GAP ? GAP_JS_BAR : JS_BAR;
  }

  private static boolean isOfEndpoints(Attribute attribute) {
    return Endpoints.KEYS.containsKey(attribute);
  }

  private static String key(String divergence, Attribute attribute) {
    return AttributeKey.of("marginal." + divergence, attribute);
  }
}
