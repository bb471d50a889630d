package io.flowstan.cli.sample;

import io.flowstan.flow.Flow;
import io.flowstan.flow.FlowRule;
import io.flowstan.flow.HostFlow;
import java.util.HashMap;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * A count of broken rules over sampled flows: those of {@link FlowRule}, and those of the stream,
 * that sequence numbers grow by one and time never runs backwards.
 */
final class RuleTally {
  private static final String SEQUENCE = "SEQUENCE_WITHOUT_GAP";
  private static final String TIME = "TIME_NEVER_BACKWARDS";

  private final Map<Integer, HostFlow> lastOfHost = new HashMap<>();
  private final Map<String, Long> broken = new TreeMap<>();
  private @Nullable String first;

  /** Checks {@code next}, the flow behind the last one of its host that was given here. */
  void check(HostFlow next) {
    Flow flow = next.flow();
    if (!FlowRule.allHold(flow, next.host())) {
      for (FlowRule rule : FlowRule.values()) {
        if (!rule.holds(flow, next.host())) {
          count(rule.name(), next);
        }
      }
    }
    HostFlow last = lastOfHost.put(next.host(), next);
    if (next.sequence() != (last == null ? 0 : last.sequence() + 1)) {
      count(SEQUENCE, next);
    }
    if (last != null && flow.endSecond() < last.flow().endSecond()) {
      count(TIME, next);
    }
  }

  /** Number of rules broken, a flow that breaks two counted twice. */
  long total() {
    return broken.values().stream().mapToLong(Long::longValue).sum();
  }

  /** The counts by rule and the first flow, in words. */
  @Override
  public String toString() {
    return broken + (first == null ? "" : ", first by " + first);
  }

  private void count(String rule, HostFlow flow) {
    broken.merge(rule, 1L, Long::sum);
    if (first == null) {
      first = flow.toString();
    }
  }
}
