package io.flowstan.cli.extract;

/**
 * What {@code extract --json} says at the end.
 *
 * @param flows number of flows written, each once however many tables it is in
 * @param seconds wall time
 * @param flowsPerSecond flows written by wall time
 * @param flowsRead number of flows in the tables
 * @param skipped number of malformed rows left out
 * @param hosts number of hosts chosen
 * @param hostsFound number of hosts to choose from that have flows
 * @param listedWithoutFlows number of hosts of the list that have none; 0 without a list
 * @param out the table or folder
 * @param hostsFile the list of the chosen hosts
 */
record ExtractSummary(
    long flows,
    double seconds,
    double flowsPerSecond,
    long flowsRead,
    long skipped,
    int hosts,
    int hostsFound,
    int listedWithoutFlows,
    String out,
    String hostsFile) {}
