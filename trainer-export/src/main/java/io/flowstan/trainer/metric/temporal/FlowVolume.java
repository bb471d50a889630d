package io.flowstan.trainer.metric.temporal;

import io.flowstan.flow.Flow;
import io.flowstan.trainer.metric.Comparison;
import io.flowstan.trainer.metric.Differences;
import io.flowstan.trainer.metric.Figure;
import io.flowstan.trainer.metric.HostValues;
import io.flowstan.trainer.metric.Metric;
import io.flowstan.trainer.table.FlowTable;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.hipparchus.stat.StatUtils;
import org.hipparchus.stat.inference.KolmogorovSmirnovTest;

/**
 * How many flows a host makes a day, hosts without flows included: the mean as |ln(other / real)|,
 * the distribution over hosts as the two-sample Kolmogorov-Smirnov statistic sup |F - G|.
 */
public final class FlowVolume implements Metric {
  private static final String MEAN = "volume.mean";

  /**
   * Two halves of 100 real hosts differ by ln 1.10, seldom by ln 1.15; free runs that collapse into
   * quiet hosts by ln 1.35 to ln 1.75.
   */
  private static final double TOTAL_BAR = Math.log(1.15);

  /** One host in ten on the wrong side of some rate; two halves of 100 real hosts differ by .14. */
  private static final double KS_BAR = .1;

  @Override
  public String name() {
    return "volume";
  }

  @Override
  public String method() {
    return "Flows of each host a day: the mean, and the Kolmogorov-Smirnov statistic over the hosts.";
  }

  @Override
  public List<Figure> figures() {
    return List.of(
        Figure.distance("volume.total", "flows a host and day, mean", "|ln ratio|", TOTAL_BAR)
            .asHeadline(),
        Figure.distance("volume.ks", "flows a host and day, over hosts", "KS statistic", KS_BAR)
            .asHeadline());
  }

  @Override
  public Comparison read(FlowTable real, FlowTable other, long seed) {
    HostValues ofReal = flowsPerDay(real);
    HostValues ofOther = flowsPerDay(other);
    return drawn -> {
      double[] inReal = ofReal.drawn(drawn.real());
      double[] inOther = ofOther.drawn(drawn.other());
      Map<String, Double> figures =
          new Differences(facts(inReal), facts(inOther)).logRatio("volume.total", MEAN).figures();
      if (inReal.length > 1 && inOther.length > 1) {
        figures.put(
            "volume.ks",
            new KolmogorovSmirnovTest(seed) // the statistic itself draws nothing
                .kolmogorovSmirnovStatistic(inReal, inOther));
      }
      return figures;
    };
  }

  @Override
  public Map<String, Double> facts(FlowTable table) {
    return facts(flowsPerDay(table).values());
  }

  private static Map<String, Double> facts(double[] hosts) {
    Map<String, Double> facts = new LinkedHashMap<>();
    if (hosts.length > 0) {
      facts.put(MEAN, StatUtils.mean(hosts));
      facts.put("volume.median", StatUtils.percentile(hosts, 50));
      facts.put("volume.max", Arrays.stream(hosts).max().orElseThrow());
    }
    return facts;
  }

  private static HostValues flowsPerDay(FlowTable table) {
    return new HostValues(
        table.byHost().values().stream()
            .mapToInt(List<Flow>::size)
            .mapToDouble(flows -> (double) flows / table.days())
            .toArray());
  }
}
