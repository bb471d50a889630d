package io.flowstan.trainer.metric.dependence;

import io.flowstan.flow.Flow;
import io.flowstan.flow.FlowRule;
import io.flowstan.trainer.metric.Differences;
import io.flowstan.trainer.metric.FactMetric;
import io.flowstan.trainer.metric.Figure;
import io.flowstan.trainer.metric.HostCounts;
import io.flowstan.trainer.metric.HostFacts;
import io.flowstan.trainer.table.FlowTable;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * How often flows obey the hard rules ({@link FlowRule}) and the soft ones, in percent of the flows
 * that a rule concerns; two tables differ by percentage points, whichever obeys more.
 */
public final class Rules implements FactMetric {
  private static final String HARD = "rules.hard";
  private static final String UNIT = "percentage points";

  /** Of real rows 0.03 % break a hard rule and of generated ones none. */
  private static final double HARD_BAR = 0.05;

  /** What the soft rates of two sets of real hosts may lie beside each other. */
  private static final double SOFT_BAR = 0.3;

  private static final SoftRule[] SOFT_RULES = SoftRule.values();

  @Override
  public String name() {
    return "rules";
  }

  @Override
  public String method() {
    return "Percent of the flows concerned that keep a rule, as a difference in points; the percents"
        + " themselves stand among the facts.";
  }

  @Override
  public List<Figure> figures() {
    List<Figure> figures = new ArrayList<>();
    figures.add(Figure.distance(HARD, "Flows that obey every hard rule", UNIT, HARD_BAR));
    for (SoftRule rule : SOFT_RULES) {
      figures.add(Figure.distance(rule.key(), "Soft rule: " + rule.meaning(), UNIT, SOFT_BAR));
    }
    return figures;
  }

  @Override
  public Map<String, Double> figures(Differences facts) {
    figures().forEach(figure -> facts.absolute(figure.key()));
    return facts.figures();
  }

  /** Percent of the flows concerned that obey, by key; absent where a rule concerns no flow. */
  @Override
  public HostFacts read(FlowTable table) {
    BitSet networks = new BitSet();
    table.byHost().keySet().forEach(host -> networks.set(host >>> SoftRule.NETWORK_SHIFT));
    HostCounts.Builder counts = new HostCounts.Builder(2 * (1 + SOFT_RULES.length));
    for (Map.Entry<Integer, List<Flow>> stream : table.byHost().entrySet()) {
      int host = stream.getKey();
      for (Flow flow : stream.getValue()) {
        count(counts, 0, FlowRule.allHold(flow, host));
        for (int rule = 0; rule < SOFT_RULES.length; rule++) {
          if (SOFT_RULES[rule].concerns(flow)) {
            count(counts, 1 + rule, SOFT_RULES[rule].holds(flow, networks));
          }
        }
      }
      counts.endHost();
    }
    HostCounts byHost = counts.build();
    return times -> {
      long[] sums = byHost.sum(times);
      Map<String, Double> rates = new LinkedHashMap<>();
      putPercent(rates, HARD, sums, 0);
      for (int rule = 0; rule < SOFT_RULES.length; rule++) {
        putPercent(rates, SOFT_RULES[rule].key(), sums, 1 + rule);
      }
      return rates;
    };
  }

  /** Two classes for each rule: whom it concerns, and who obeys. */
  private static void count(HostCounts.Builder counts, int rule, boolean obeys) {
    counts.add(2 * rule);
    counts.add(2 * rule + 1, obeys ? 1 : 0);
  }

  private static void putPercent(Map<String, Double> rates, String key, long[] sums, int rule) {
    if (sums[2 * rule] > 0) {
      rates.put(key, 100.0 * sums[2 * rule + 1] / sums[2 * rule]);
    }
  }
}
