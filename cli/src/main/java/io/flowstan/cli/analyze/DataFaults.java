package io.flowstan.cli.analyze;

import io.flowstan.flow.Flow;
import io.flowstan.flow.FlowRule;
import java.util.EnumMap;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * Rows that are flows, but not as they should be: they break a {@link FlowRule}, end before the row
 * above, or repeat it.
 *
 * <p>That a flow belongs to a host is no rule here: whose flows a table holds is counted elsewhere.
 */
final class DataFaults {
  private static final FlowRule[] RULES = FlowRule.values();

  private final Map<FlowRule, Long> brokenByRule = new EnumMap<>(FlowRule.class);
  private long rowsBreakingRules;
  private long timeBackwards;
  private long largestStepBackSeconds;
  private long duplicates;
  private @Nullable Flow last;

  void add(Flow flow) {
    if (!FlowRule.allHold(flow, flow.source())) {
      countRules(flow);
    }
    Flow above = last;
    if (above != null) {
      if (flow.endSecond() < above.endSecond()) {
        timeBackwards++;
        largestStepBackSeconds =
            Math.max(largestStepBackSeconds, above.endSecond() - flow.endSecond());
      } else if (flow.equals(above)) {
        duplicates++;
      }
    }
    last = flow;
  }

  /** The counts, with the rows that were no flow at all. */
  Summary summary(Map<String, Long> malformedByKind) {
    Map<String, Long> byRule = new TreeMap<>();
    for (FlowRule rule : RULES) {
      if (rule != FlowRule.HOST_IS_AN_END) {
        byRule.put(rule.name(), brokenByRule.getOrDefault(rule, 0L));
      }
    }
    long malformed = malformedByKind.values().stream().mapToLong(Long::longValue).sum();
    return new Summary(
        malformed,
        malformedByKind,
        rowsBreakingRules,
        byRule,
        timeBackwards,
        largestStepBackSeconds,
        duplicates);
  }

  private void countRules(Flow flow) {
    rowsBreakingRules++;
    for (FlowRule rule : RULES) {
      if (!rule.holds(flow, flow.source())) {
        brokenByRule.merge(rule, 1L, Long::sum);
      }
    }
  }

  /**
   * The faults of the tables.
   *
   * @param malformedRows number of rows that are no flow
   * @param malformedByKind the same by what is wrong
   * @param rowsBreakingRules number of flows that break a rule
   * @param brokenByRule number of flows by rule, a flow that breaks two counted twice
   * @param timeBackwards number of flows that end before the one of the row above
   * @param largestStepBackSeconds how long before, at most
   * @param duplicatesOfRowAbove number of flows that equal the one of the row above
   */
  record Summary(
      long malformedRows,
      Map<String, Long> malformedByKind,
      long rowsBreakingRules,
      Map<String, Long> brokenByRule,
      long timeBackwards,
      long largestStepBackSeconds,
      long duplicatesOfRowAbove) {}
}
