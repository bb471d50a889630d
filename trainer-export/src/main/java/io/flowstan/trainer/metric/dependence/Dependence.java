package io.flowstan.trainer.metric.dependence;

import io.flowstan.random.CounterRandom;
import io.flowstan.trainer.metric.Comparison;
import io.flowstan.trainer.metric.Figure;
import io.flowstan.trainer.metric.Metric;
import io.flowstan.trainer.metric.marginal.EqualSamples;
import io.flowstan.trainer.table.FlowTable;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
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
  public String method() {
    return String.format(
        Locale.ROOT,
        "Every pair of attributes of a flow, and every attribute with itself a flow earlier, on at most"
            + " %d bins each: NMI = I / sqrt(H H'), and half the sum of |p - q| over the cells.",
        CoarseBins.BINS);
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
  public Comparison read(FlowTable real, FlowTable other, long seed) {
    EqualSamples rows = EqualSamples.rows(real, other, CounterRandom.subKey(seed, 1));
    CoarseBins bins = new CoarseBins(rows.real());
    PairCounts inReal = PairCounts.of(bins.pairs(rows.real()), rows.real());
    PairCounts inOther = PairCounts.of(bins.pairs(rows.other()), rows.other());
    List<EqualSamples> steps = EqualSamples.windows(real, other, 2, CounterRandom.subKey(seed, 2));
    EqualSamples earlier = steps.get(0);
    EqualSamples later = steps.get(1);
    CoarseBins ofSteps = new CoarseBins(later.real());
    PairCounts stepsInReal =
        PairCounts.of(ofSteps.pairs(earlier.real(), later.real()), later.real());
    PairCounts stepsInOther =
        PairCounts.of(ofSteps.pairs(earlier.other(), later.other()), later.other());
    return drawn -> {
      Map<String, Double> figures = new HashMap<>();
      comparePairs(inReal.of(drawn.real()), inOther.of(drawn.other()), figures);
      compareSteps(stepsInReal.of(drawn.real()), stepsInOther.of(drawn.other()), figures);
      return figures;
    };
  }

  private static void comparePairs(
      List<JointCounts> real, List<JointCounts> other, Map<String, Double> figures) {
    if (real.isEmpty() || other.isEmpty()) {
      return;
    }
    double sum = 0;
    double largest = 0;
    double distances = 0;
    for (int pair = 0; pair < real.size(); pair++) {
      double gap = nmiGap(real.get(pair), other.get(pair));
      sum += gap;
      largest = Math.max(largest, gap);
      distances += real.get(pair).totalVariation(other.get(pair));
    }
    figures.put(NMI, sum / real.size());
    figures.put(NMI_MAX, largest);
    figures.put(CONTINGENCY, distances / real.size());
  }

  private static void compareSteps(
      List<JointCounts> real, List<JointCounts> other, Map<String, Double> figures) {
    if (real.isEmpty() || other.isEmpty()) {
      return;
    }
    double sum = 0;
    for (int pair = 0; pair < real.size(); pair++) {
      sum += nmiGap(real.get(pair), other.get(pair));
    }
    figures.put(LAG1, sum / real.size());
  }

  private static double nmiGap(JointCounts real, JointCounts other) {
    return Math.abs(real.normalisedMutualInformation() - other.normalisedMutualInformation());
  }
}
