package io.flowstan.trainer.report.plot;

import io.flowstan.flow.Flow;
import io.flowstan.trainer.data.HostProfiles;
import io.flowstan.trainer.metric.marginal.LogBins;
import io.flowstan.trainer.metric.temporal.FlowSeries;
import io.flowstan.trainer.metric.temporal.InterArrivals;
import io.flowstan.trainer.metric.temporal.StreamAutocorrelation;
import io.flowstan.trainer.metric.twosample.RocCurve;
import io.flowstan.trainer.table.Attribute;
import io.flowstan.trainer.table.FlowTable;
import io.flowstan.trainer.task.TokenEmbeddings;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;

/**
 * What pictures show of a table, once its flows are gone.
 *
 * @param shares by number attribute the share of flows in each of {@link #BINS} bins
 * @param hours share of flows in each hour of the day, [24]
 * @param autocorrelation of ln bytes at lags 1 to 50; [0] where undefined
 * @param quiet P(delta-t > x) at the points of {@link InterArrivals}; [0] where undefined
 * @param hostHours flows by host, busiest first, and hour of the day: [hosts][24]
 * @param profiles of the hosts with flows: [hosts][features]
 * @param services the vectors of services that the flows teach, by name
 * @param roc of the judge that tells the table from the recorded one; may be empty
 */
public record Portrait(
    Map<Attribute, double[]> shares,
    double[] hours,
    double[] autocorrelation,
    double[] quiet,
    long[][] hostHours,
    double[][] profiles,
    Map<String, double[]> services,
    List<RocCurve> roc) {
  static final int BINS = 60;
  private static final int HOURS = 24;
  private static final int HOUR_SECONDS = 3_600;

  /** The portrait of {@code table}, without a judge's curves. */
  public static Portrait of(FlowTable table) {
    long[][] hostHours = hostHours(table);
    return new Portrait(
        shares(table),
        hours(hostHours),
        new StreamAutocorrelation().curve(table, FlowSeries.BYTES),
        new InterArrivals().curve(table),
        hostHours,
        profiles(table),
        new TokenEmbeddings(table).services(),
        List.of());
  }

  /** The same with a judge's curves. */
  public Portrait with(List<RocCurve> curves) {
    return new Portrait(
        shares, hours, autocorrelation, quiet, hostHours, profiles, services, List.copyOf(curves));
  }

  static LogBins bins(Attribute attribute) {
    return LogBins.of(attribute, BINS);
  }

  private static Map<Attribute, double[]> shares(FlowTable table) {
    Map<Attribute, double[]> shares = new EnumMap<>(Attribute.class);
    for (Attribute attribute : Attribute.values()) {
      if (attribute.kind() == Attribute.Kind.NUMBER) {
        LogBins bins = bins(attribute);
        double[] counts = new double[BINS];
        for (Map.Entry<Integer, List<Flow>> host : table.byHost().entrySet()) {
          long previous = table.startSecond();
          for (Flow flow : host.getValue()) {
            counts[bins.of(attribute.of(flow, host.getKey(), previous))]++;
            previous = flow.endSecond();
          }
        }
        shares.put(attribute, normalised(counts));
      }
    }
    return shares;
  }

  private static long[][] hostHours(FlowTable table) {
    List<long[]> rows = new ArrayList<>();
    for (List<Flow> flows : table.byHost().values()) {
      long[] row = new long[HOURS];
      for (Flow flow : flows) {
        row[(int) Math.floorMod((flow.endSecond() - table.startSecond()) / HOUR_SECONDS, 24L)]++;
      }
      rows.add(row);
    }
    rows.sort(Comparator.comparingLong(row -> -Arrays.stream(row).sum()));
    return rows.toArray(long[][]::new);
  }

  private static double[] hours(long[][] hostHours) {
    double[] counts = new double[HOURS];
    for (long[] host : hostHours) {
      for (int hour = 0; hour < HOURS; hour++) {
        counts[hour] += host[hour];
      }
    }
    return normalised(counts);
  }

  private static double[] normalised(double[] counts) {
    double total = Arrays.stream(counts).sum();
    return Arrays.stream(counts).map(count -> total == 0 ? 0 : count / total).toArray();
  }

  private static double[][] profiles(FlowTable table) {
    List<double[]> rows = new ArrayList<>();
    table
        .byHost()
        .forEach(
            (host, flows) -> {
              if (!flows.isEmpty()) {
                rows.add(
                    HostProfiles.of(host, flows, table.startSecond(), table.days())
                        .values()
                        .stream()
                        .mapToDouble(Double::doubleValue)
                        .toArray());
              }
            });
    return rows.toArray(double[][]::new);
  }
}
