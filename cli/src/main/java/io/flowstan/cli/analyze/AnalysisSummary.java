package io.flowstan.cli.analyze;

import java.util.List;

/**
 * What {@code analyze --json} says at the end.
 *
 * @param flows number of flows read
 * @param seconds wall time
 * @param flowsPerSecond flows by wall time
 * @param files the tables
 * @param traffic all flows together
 * @param hosts the monitored hosts
 * @param faults what is wrong with the rows
 */
record AnalysisSummary(
    long flows,
    double seconds,
    double flowsPerSecond,
    List<String> files,
    TrafficSummary traffic,
    HostsSummary hosts,
    DataFaults.Summary faults) {}
