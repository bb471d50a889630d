package io.flowstan.trainer.metric.temporal;

import io.flowstan.flow.Flow;
import io.flowstan.trainer.metric.Differences;
import io.flowstan.trainer.metric.FactMetric;
import io.flowstan.trainer.metric.Figure;
import io.flowstan.trainer.metric.HostFacts;
import io.flowstan.trainer.metric.HostValues;
import io.flowstan.trainer.table.FlowTable;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.function.Function;

/**
 * How bursty hosts are over minutes and hours: of their {@link FiveMinuteCounts} the Fano factor,
 * the autocorrelation and the Hurst exponent, each of the median host.
 *
 * <p>The Fano factor is taken of every host with flows, the rest of hosts with at least 500 flows a
 * day: below two flows in five minutes the counts are noise.
 */
public final class CountBurstiness implements FactMetric {
  private static final int MIN_FLOWS_PER_DAY = 500;
  private static final int FIVE_MINUTES = 1;
  private static final int ONE_HOUR = 12;
  private static final int THREE_HOURS = 36;

  /** Two halves of 100 real hosts differ by ln 1.3, the hosts of two small sets by ln 2. */
  private static final double FANO_BAR = Math.log(1.25);

  /**
   * One standard error of the autocorrelation of 288 uncorrelated counts, 1 / sqrt(288); two halves
   * of 100 real hosts differ by .10 at five minutes and .03 at one hour.
   */
  private static final double CORRELATION_BAR = .06;

  /** Two halves of 100 real hosts differ by .05; hosts without memory are .15 below real ones. */
  private static final double HURST_BAR = .05;

  @Override
  public String name() {
    return "counts";
  }

  @Override
  public String method() {
    return String.format(
        Locale.ROOT,
        "Counts of each host's flows in five minutes: Fano factor (variance over mean), autocorrelation"
            + " and Hurst exponent (aggregated variance) of the median host; the latter two of hosts"
            + " with %d flows a day or more.",
        MIN_FLOWS_PER_DAY);
  }

  @Override
  public List<Figure> figures() {
    return List.of(
        Figure.distance(
                "counts.fano",
                "Fano factor of five-minute counts, median host",
                "|ln ratio|",
                FANO_BAR)
            .asHeadline(),
        correlation("counts.acf-5m", "5 min"),
        correlation("counts.acf-1h", "1 h"),
        correlation("counts.acf-3h", "3 h"),
        Figure.distance(
            "counts.hurst",
            "Hurst exponent of five-minute counts, median host",
            "exponent",
            HURST_BAR));
  }

  @Override
  public Map<String, Double> figures(Differences facts) {
    return facts
        .logRatio("counts.fano")
        .absolute("counts.acf-5m")
        .absolute("counts.acf-1h")
        .absolute("counts.acf-3h")
        .absolute("counts.hurst")
        .figures();
  }

  @Override
  public HostFacts read(FlowTable table) {
    List<FiveMinuteCounts> hosts = new ArrayList<>();
    for (List<Flow> flows : table.byHost().values()) {
      hosts.add(FiveMinuteCounts.of(flows, table.startSecond(), table.days()));
    }
    Map<String, HostValues> values = new LinkedHashMap<>();
    values.put("counts.fano", values(hosts, FiveMinuteCounts::fano));
    values.put("counts.acf-5m", ofBusy(hosts, host -> host.autocorrelation(FIVE_MINUTES)));
    values.put("counts.acf-1h", ofBusy(hosts, host -> host.autocorrelation(ONE_HOUR)));
    values.put("counts.acf-3h", ofBusy(hosts, host -> host.autocorrelation(THREE_HOURS)));
    values.put("counts.hurst", ofBusy(hosts, FiveMinuteCounts::hurst));
    return times -> {
      Map<String, Double> medians = new LinkedHashMap<>();
      values.forEach((key, of) -> of.median(times).ifPresent(median -> medians.put(key, median)));
      return medians;
    };
  }

  private static HostValues ofBusy(
      List<FiveMinuteCounts> hosts, Function<FiveMinuteCounts, OptionalDouble> statistic) {
    return values(
        hosts,
        host ->
            host.flowsPerDay() >= MIN_FLOWS_PER_DAY
                ? statistic.apply(host)
                : OptionalDouble.empty());
  }

  private static HostValues values(
      List<FiveMinuteCounts> hosts, Function<FiveMinuteCounts, OptionalDouble> statistic) {
    return new HostValues(
        hosts.stream().map(statistic).mapToDouble(of -> of.orElse(Double.NaN)).toArray());
  }

  private static Figure correlation(String key, String lag) {
    String title = "autocorrelation of five-minute counts at " + lag + ", median host";
    return Figure.distance(key, title, "correlation", CORRELATION_BAR);
  }
}
