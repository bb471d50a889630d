package io.flowstan.trainer.metric.marginal;

import io.flowstan.flow.Flow;
import io.flowstan.trainer.metric.Figure;
import io.flowstan.trainer.metric.Metric;
import io.flowstan.trainer.table.Attribute;
import io.flowstan.trainer.table.FlowTable;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * The day's course: numbers and protocol hour by hour, and how the flows are spread over the hours.
 *
 * <p>An hour is compared on equally many rows of both sides and weighs as many flows as the real
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
  public Map<String, Double> compare(FlowTable real, FlowTable other, long seed) {
    EqualSamples samples = EqualSamples.rows(real, other, seed);
    Map<String, Double> figures = new HashMap<>();
    if (samples.isEmpty()) {
      return figures;
    }
    long[] profile = profile(real);
    figures.put(PROFILE, Divergence.jensenShannon(profile, profile(other)));
    int[][] realRows = rowsByHour(samples.real());
    int[][] otherRows = rowsByHour(samples.other());
    for (Attribute attribute : Attribute.values()) {
      if (isCompared(attribute)) {
        Bins bins = Marginals.bins(attribute);
        long[] inReal = samples.real().column(attribute);
        long[] inOther = samples.other().column(attribute);
        double sum = 0;
        long weight = 0;
        for (int hour = 0; hour < HOURS; hour++) {
          int rows = Math.min(realRows[hour].length, otherRows[hour].length);
          if (rows >= MIN_ROWS) {
            sum +=
                profile[hour]
                    * Divergence.jensenShannon(
                        count(bins, inReal, realRows[hour], rows),
                        count(bins, inOther, otherRows[hour], rows));
            weight += profile[hour];
          }
        }
        if (weight > 0) {
          figures.put(key(attribute), sum / weight);
        }
      }
    }
    return figures;
  }

  private static boolean isCompared(Attribute attribute) {
    return Marginals.isNumber(attribute) || attribute == Attribute.PROTOCOL;
  }

  private static String key(Attribute attribute) {
    return AttributeKey.of("hours.js", attribute);
  }

  /** Flows in each hour of the day, over all days. */
  private static long[] profile(FlowTable table) {
    long[] counts = new long[HOURS];
    for (List<Flow> flows : table.byHost().values()) {
      for (Flow flow : flows) {
        counts[RowSample.hour(flow, table.startSecond())]++;
      }
    }
    return counts;
  }

  /** The rows of each hour in the order in which they were drawn, so any first few are random. */
  private static int[][] rowsByHour(RowSample sample) {
    int[] hours = sample.hours();
    int[] sizes = new int[HOURS];
    int[][] rows = new int[HOURS][hours.length];
    for (int row = 0; row < hours.length; row++) {
      rows[hours[row]][sizes[hours[row]]++] = row;
    }
    for (int hour = 0; hour < HOURS; hour++) {
      rows[hour] = Arrays.copyOf(rows[hour], sizes[hour]);
    }
    return rows;
  }

  private static long[] count(Bins bins, long[] column, int[] rows, int size) {
    long[] counts = new long[bins.count()];
    for (int i = 0; i < size; i++) {
      counts[bins.of(column[rows[i]])]++;
    }
    return counts;
  }
}
