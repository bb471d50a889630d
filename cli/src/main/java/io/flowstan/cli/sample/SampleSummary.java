package io.flowstan.cli.sample;

/**
 * What {@code sample --json} says at the end.
 *
 * @param flows number of flows written
 * @param seconds wall time
 * @param flowsPerSecond flows by wall time
 * @param hosts number of hosts simulated
 * @param rulesBroken number of rules that flows broke; above 0 nothing was written
 * @param out the table or folder
 * @param hostsFile the list of the hosts
 */
record SampleSummary(
    long flows,
    double seconds,
    double flowsPerSecond,
    int hosts,
    long rulesBroken,
    String out,
    String hostsFile) {}
