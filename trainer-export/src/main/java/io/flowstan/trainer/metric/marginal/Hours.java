package io.flowstan.trainer.metric.marginal;

import io.flowstan.flow.Flow;
import io.flowstan.trainer.metric.Comparison;
import io.flowstan.trainer.metric.Figure;
import io.flowstan.trainer.metric.HostCounts;
import io.flowstan.trainer.metric.Metric;
import io.flowstan.trainer.table.Attribute;
import io.flowstan.trainer.table.FlowTable;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * The day's course: numbers and protocol hour by hour, and how the flows are spread over the hours.
 *
 * <p>The hours share equally many rows of both sides, and an hour weighs as many flows as the real
 * table has in it. An hour with fewer than {@value #MIN_ROWS} rows on a side is left out; that it
 * is too empty shows in the profile of the day.
 */
public final class Hours implements Metric {
  static final int HOURS = 24;

  /** Fewer rows than bins in use say more of the sample than of the hour. */
  static final int MIN_ROWS = 100;

  /** Noise of 4,000 rows, an hour's share of the sample, on 240 bins in use: bins / (4 rows). */
  private static final double JS_BAR = 0.015;

  /** Hours with 20 % too many or too few flows: JS is about their mean square error over 8. */
  private static final double PROFILE_BAR = 0.005;

  private static final String PROFILE = "hours.profile";

  @Override
  public String name() {
    return "hours";
  }

  @Override
  public String method() {
    return String.format(
        Locale.ROOT,
        "Within each hour of the day (UTC) with at least %d rows on both sides, on the bins of single"
            + " attributes, weighted with the recorded hours' flows; and flows over the hours.",
        MIN_ROWS);
  }

  @Override
  public List<Figure> figures() {
    List<Figure> figures = new ArrayList<>();
    for (Attribute attribute : Attribute.values()) {
      if (isCompared(attribute)) {
        figures.add(
            Figure.distance(
                key(attribute), "JS divergence by hour, " + attribute.title(), "nats", JS_BAR));
      }
    }
    figures.add(
        Figure.distance(PROFILE, "JS divergence, flows over the hours", "nats", PROFILE_BAR));
    return figures;
  }

  @Override
  public Comparison read(FlowTable real, FlowTable other, long seed) {
    EqualSamples samples = EqualSamples.rows(real, other, seed);
    if (samples.isEmpty()) {
      return drawn -> Map.of();
    }
    HostCounts realProfile = profile(real);
    HostCounts otherProfile = profile(other);
    Map<Attribute, HourCounts> counts = new EnumMap<>(Attribute.class);
    for (Attribute attribute : Attribute.values()) {
      if (isCompared(attribute)) {
        counts.put(attribute, HourCounts.of(attribute, samples));
      }
    }
    return drawn -> {
      Map<String, Double> figures = new HashMap<>();
      PairedCounts.Drawn profiles =
          new PairedCounts.Drawn(realProfile.sum(drawn.real()), otherProfile.sum(drawn.other()));
      if (profiles.areBoth()) {
        figures.put(PROFILE, Divergence.jensenShannon(profiles.real(), profiles.other()));
        counts.forEach(
            (attribute, of) ->
                of.meanDivergence(drawn, profiles.real(), MIN_ROWS)
                    .ifPresent(mean -> figures.put(key(attribute), mean)));
      }
      return figures;
    };
  }

  private static boolean isCompared(Attribute attribute) {
    return Marginals.isNumber(attribute) || attribute == Attribute.PROTOCOL;
  }

  private static String key(Attribute attribute) {
    return AttributeKey.of("hours.js", attribute);
  }

  /** Flows in each hour of the day, over all days. */
  private static HostCounts profile(FlowTable table) {
    HostCounts.Builder counts = new HostCounts.Builder(HOURS);
    for (List<Flow> flows : table.byHost().values()) {
      for (Flow flow : flows) {
        counts.add(RowSample.hour(flow, table.startSecond()));
      }
      counts.endHost();
    }
    return counts.build();
  }
}
