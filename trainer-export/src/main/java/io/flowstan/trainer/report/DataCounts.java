package io.flowstan.trainer.report;

import io.flowstan.flow.FlowRule;
import java.util.Map;

/**
 * What was read of a recorded table.
 *
 * @param flows that are judged
 * @param malformed rows skipped
 * @param leftOut flows that break a hard rule, by the first that each breaks
 * @param rulesPassed share of the flows that keep all rules
 */
public record DataCounts(
    int hosts, long flows, long malformed, Map<FlowRule, Long> leftOut, double rulesPassed) {}
