package io.flowstan.trainer.metric.temporal;

import io.flowstan.flow.Flow;
import io.flowstan.trainer.metric.Differences;
import io.flowstan.trainer.metric.Figure;
import io.flowstan.trainer.metric.Metric;
import io.flowstan.trainer.table.FlowTable;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.function.Function;
import org.hipparchus.stat.StatUtils;

/**
 * How bursty hosts are over minutes and hours: of their {@link FiveMinuteCounts} the Fano factor,
 * the autocorrelation and the Hurst exponent, each of the median host.
 *
 * <p>The Fano factor is taken of every host with flows, the rest of hosts with at least 500 flows a
 * day: below two flows in five minutes the counts are noise.
 */
public final class CountBurstiness implements Metric {
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
  public Map<String, Double> compare(FlowTable real, FlowTable other, long seed) {
    return new Differences(facts(real), facts(other))
        .logRatio("counts.fano")
        .absolute("counts.acf-5m")
        .absolute("counts.acf-1h")
        .absolute("counts.acf-3h")
        .absolute("counts.hurst")
        .figures();
  }

  @Override
  public Map<String, Double> facts(FlowTable table) {
    List<FiveMinuteCounts> hosts = new ArrayList<>();
    for (List<Flow> flows : table.byHost().values()) {
      hosts.add(FiveMinuteCounts.of(flows, table.startSecond(), table.days()));
    }
    List<FiveMinuteCounts> busy =
        hosts.stream().filter(host -> host.flowsPerDay() >= MIN_FLOWS_PER_DAY).toList();
    Map<String, Double> facts = new LinkedHashMap<>();
    putMedian(facts, "counts.fano", hosts, FiveMinuteCounts::fano);
    putMedian(facts, "counts.acf-5m", busy, host -> host.autocorrelation(FIVE_MINUTES));
    putMedian(facts, "counts.acf-1h", busy, host -> host.autocorrelation(ONE_HOUR));
    putMedian(facts, "counts.acf-3h", busy, host -> host.autocorrelation(THREE_HOURS));
    putMedian(facts, "counts.hurst", busy, FiveMinuteCounts::hurst);
    return facts;
  }

  private static void putMedian(
      Map<String, Double> facts,
      String key,
      List<FiveMinuteCounts> hosts,
      Function<FiveMinuteCounts, OptionalDouble> statistic) {
    double[] values =
        hosts.stream().map(statistic).flatMapToDouble(OptionalDouble::stream).toArray();
    if (values.length > 0) {
      facts.put(key, StatUtils.percentile(values, 50));
    }
  }

  private static Figure correlation(String key, String lag) {
    String title = "autocorrelation of five-minute counts at " + lag + ", median host";
    return Figure.distance(key, title, "correlation", CORRELATION_BAR);
  }
}
