package io.flowstan.trainer.metric.dependence;

import io.flowstan.random.CounterRandom;
import io.flowstan.trainer.metric.Figure;
import io.flowstan.trainer.metric.Metric;
import io.flowstan.trainer.metric.marginal.EqualSamples;
import io.flowstan.trainer.table.FlowTable;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Every pair of attributes within a flow, and every attribute with itself one flow earlier: gaps of
 * normalised mutual information ({@link JointCounts}), and distances of the joint distributions.
 */
public final class Dependence implements Metric {
  private static final String NMI = "dependence.nmi";
  private static final String NMI_MAX = "dependence.nmi-max";
  private static final String CONTINGENCY = "dependence.contingency";
  private static final String LAG1 = "dependence.lag1";

  /** NMI of 1 in 100: below what 100 real hosts and 20 others differ by. */
  private static final double NMI_BAR = 0.01;

  /** The worst of 55 pairs. */
  private static final double NMI_MAX_BAR = 0.05;

  /** Twice what two samples of 100,000 rows of one recorded table differ by. */
  private static final double CONTINGENCY_BAR = 0.03;

  /** As for pairs within a flow. */
  private static final double LAG1_BAR = 0.01;

  @Override
  public String name() {
    return "dependence";
  }

  @Override
  public List<Figure> figures() {
    return List.of(
        Figure.distance(NMI, "NMI of attributes, mean gap of the pairs", "NMI", NMI_BAR)
            .asHeadline(),
        Figure.distance(NMI_MAX, "NMI of attributes, largest gap", "NMI", NMI_MAX_BAR),
        Figure.distance(
            CONTINGENCY, "Joint tables of attributes, mean distance", "TV", CONTINGENCY_BAR),
        Figure.distance(LAG1, "NMI with the flow before, mean gap", "NMI", LAG1_BAR));
  }

  @Override
  public Map<String, Double> compare(FlowTable real, FlowTable other, long seed) {
    Map<String, Double> figures = new HashMap<>();
    EqualSamples rows = EqualSamples.rows(real, other, CounterRandom.subKey(seed, 1));
    if (!rows.isEmpty()) {
      comparePairs(rows, figures);
    }
    List<EqualSamples> steps = EqualSamples.windows(real, other, 2, CounterRandom.subKey(seed, 2));
    if (!steps.get(0).isEmpty()) {
      figures.put(LAG1, lag1(steps.get(0), steps.get(1)));
    }
    return figures;
  }

  private static void comparePairs(EqualSamples rows, Map<String, Double> figures) {
    CoarseBins bins = new CoarseBins(rows.real());
    int[][] inReal = bins.codes(rows.real());
    int[][] inOther = bins.codes(rows.other());
    double sum = 0;
    double largest = 0;
    double distances = 0;
    int pairs = 0;
    for (int a = 0; a < inReal.length; a++) {
      for (int b = a + 1; b < inReal.length; b++) {
        JointCounts realTable = JointCounts.of(inReal[a], bins.count(a), inReal[b], bins.count(b));
        JointCounts otherTable =
            JointCounts.of(inOther[a], bins.count(a), inOther[b], bins.count(b));
        double gap = nmiGap(realTable, otherTable);
        sum += gap;
        largest = Math.max(largest, gap);
        distances += realTable.totalVariation(otherTable);
        pairs++;
      }
    }
    figures.put(NMI, sum / pairs);
    figures.put(NMI_MAX, largest);
    figures.put(CONTINGENCY, distances / pairs);
  }

  private static double lag1(EqualSamples earlier, EqualSamples later) {
    CoarseBins bins = new CoarseBins(later.real());
    int[][] realEarlier = bins.codes(earlier.real());
    int[][] realLater = bins.codes(later.real());
    int[][] otherEarlier = bins.codes(earlier.other());
    int[][] otherLater = bins.codes(later.other());
    double sum = 0;
    for (int a = 0; a < realLater.length; a++) {
      int count = bins.count(a);
      sum +=
          nmiGap(
              JointCounts.of(realEarlier[a], count, realLater[a], count),
              JointCounts.of(otherEarlier[a], count, otherLater[a], count));
    }
    return sum / realLater.length;
  }

  private static double nmiGap(JointCounts real, JointCounts other) {
    return Math.abs(real.normalisedMutualInformation() - other.normalisedMutualInformation());
  }
}
