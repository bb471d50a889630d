package io.flowstan.trainer.metric.dependence;

import io.flowstan.flow.Flow;
import io.flowstan.flow.FlowRule;
import io.flowstan.trainer.metric.Figure;
import io.flowstan.trainer.metric.Metric;
import io.flowstan.trainer.table.FlowTable;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * How often flows obey the hard rules ({@link FlowRule}) and the soft ones, in percent of the flows
 * that a rule concerns; two tables differ by percentage points, whichever obeys more.
 */
public final class Rules implements Metric {
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
  public List<Figure> figures() {
    List<Figure> figures = new ArrayList<>();
    figures.add(Figure.distance(HARD, "Flows that obey every hard rule", UNIT, HARD_BAR));
    for (SoftRule rule : SOFT_RULES) {
      figures.add(Figure.distance(rule.key(), "Soft rule: " + rule.meaning(), UNIT, SOFT_BAR));
    }
    return figures;
  }

  @Override
  public Map<String, Double> compare(FlowTable real, FlowTable other, long seed) {
    Map<String, Double> ofReal = facts(real);
    Map<String, Double> differences = new HashMap<>();
    facts(other)
        .forEach(
            (key, rate) -> {
              Double realRate = ofReal.get(key);
              if (realRate != null) {
                differences.put(key, Math.abs(rate - realRate));
              }
            });
    return differences;
  }

  /** Percent of the flows concerned that obey, by key; absent where a rule concerns no flow. */
  @Override
  public Map<String, Double> facts(FlowTable table) {
    BitSet networks = new BitSet();
    table.byHost().keySet().forEach(host -> networks.set(host >>> SoftRule.NETWORK_SHIFT));
    long obeyHard = 0;
    long[] concerned = new long[SOFT_RULES.length];
    long[] obeySoft = new long[SOFT_RULES.length];
    for (Map.Entry<Integer, List<Flow>> stream : table.byHost().entrySet()) {
      int host = stream.getKey();
      for (Flow flow : stream.getValue()) {
        obeyHard += FlowRule.allHold(flow, host) ? 1 : 0;
        for (int rule = 0; rule < SOFT_RULES.length; rule++) {
          if (SOFT_RULES[rule].concerns(flow)) {
            concerned[rule]++;
            obeySoft[rule] += SOFT_RULES[rule].holds(flow, networks) ? 1 : 0;
          }
        }
      }
    }
    Map<String, Double> rates = new LinkedHashMap<>();
    putPercent(rates, HARD, obeyHard, table.flows());
    for (int rule = 0; rule < SOFT_RULES.length; rule++) {
      putPercent(rates, SOFT_RULES[rule].key(), obeySoft[rule], concerned[rule]);
    }
    return rates;
  }

  private static void putPercent(Map<String, Double> rates, String key, long part, long whole) {
    if (whole > 0) {
      rates.put(key, 100.0 * part / whole);
    }
  }
}
