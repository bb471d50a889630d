package io.flowstan.trainer.metric.temporal;

import io.flowstan.flow.Flow;
import io.flowstan.trainer.metric.Comparison;
import io.flowstan.trainer.metric.Figure;
import io.flowstan.trainer.metric.HostCounts;
import io.flowstan.trainer.metric.Metric;
import io.flowstan.trainer.metric.Resample;
import io.flowstan.trainer.table.FlowTable;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;

/**
 * How long hosts are quiet between two flows: the complementary distribution P(delta-t > x) over
 * the flows of all hosts, at x = 0 and the powers of the square root of two up to 65,536 s (whole
 * seconds, rounded down). Two tables differ by the largest absolute difference at these points.
 */
public final class InterArrivals implements Metric {
  private static final int[] SECONDS =
      IntStream.concat(
              IntStream.of(0),
              IntStream.rangeClosed(0, 32).map(k -> (int) Math.floor(Math.pow(2, k / 2.0))))
          .distinct()
          .toArray();

  /** Two halves of 100 real hosts differ by .04, small sets by .07. */
  private static final double BAR = .03;

  private static final int[] FACT_SECONDS = {0, 1, 8, 64, 512};

  @Override
  public String name() {
    return "arrivals";
  }

  @Override
  public String method() {
    return "P(delta-t > x) over the flows of all hosts at x = 0 and the powers of the square root of 2 up"
        + " to 65,536 s.";
  }

  @Override
  public List<Figure> figures() {
    return List.of(
        Figure.distance(
            "arrivals.ccdf", "delta-t, largest difference of the CCDF", "probability", BAR));
  }

  @Override
  public Comparison read(FlowTable real, FlowTable other, long seed) {
    HostCounts ofReal = gaps(real);
    HostCounts ofOther = gaps(other);
    return drawn -> {
      double[] inReal = curve(ofReal.sum(drawn.real()));
      double[] inOther = curve(ofOther.sum(drawn.other()));
      if (inReal.length == 0 || inOther.length == 0) {
        return Map.of();
      }
      double largest = 0;
      for (int i = 0; i < inReal.length; i++) {
        largest = Math.max(largest, Math.abs(inReal[i] - inOther[i]));
      }
      return Map.of("arrivals.ccdf", largest);
    };
  }

  @Override
  public Map<String, Double> facts(FlowTable table) {
    double[] curve = curve(table);
    Map<String, Double> facts = new LinkedHashMap<>();
    if (curve.length > 0) {
      for (int seconds : FACT_SECONDS) {
        facts.put("arrivals.above-" + seconds + "s", curve[Arrays.binarySearch(SECONDS, seconds)]);
      }
    }
    return facts;
  }

  /** The points of the curve, seconds, ascending. */
  public int[] seconds() {
    return SECONDS.clone();
  }

  /**
   * P(delta-t > x) at each of {@link #seconds()}; a host's first flow has no delta-t. [0] where no
   * host has two flows.
   */
  public double[] curve(FlowTable table) {
    return curve(gaps(table).sum(Resample.once(table.hosts())));
  }

  /** Gaps by how many points of {@link #SECONDS} they exceed. */
  private static HostCounts gaps(FlowTable table) {
    HostCounts.Builder gaps = new HostCounts.Builder(SECONDS.length + 1);
    for (List<Flow> flows : table.byHost().values()) {
      for (int i = 1; i < flows.size(); i++) {
        long gap = flows.get(i).endSecond() - flows.get(i - 1).endSecond();
        int place = Arrays.binarySearch(SECONDS, (int) Math.min(gap, Integer.MAX_VALUE));
        gaps.add(place >= 0 ? place : -place - 1);
      }
      gaps.endHost();
    }
    return gaps.build();
  }

  private static double[] curve(long[] pointsBelow) {
    long gaps = Arrays.stream(pointsBelow).sum();
    if (gaps == 0) {
      return new double[0];
    }
    double[] curve = new double[SECONDS.length];
    long above = 0;
    for (int i = SECONDS.length - 1; i >= 0; i--) {
      above += pointsBelow[i + 1];
      curve[i] = (double) above / gaps;
    }
    return curve;
  }
}
