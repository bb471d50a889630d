package io.flowstan.cli.analyze;

import java.util.List;

/**
 * What the tables hold, all hosts together. Tables are in order of flows, the most first.
 *
 * @param firstEnd the earliest end of a flow, ISO-8601, UTC
 * @param lastEnd the latest
 * @param bytes sum over all flows
 * @param packets sum over all flows
 * @param hours the hours that have flows, named by their start, in order of time
 * @param flowsByHourOfDay number of flows by hour of the day (UTC), all days together
 * @param flowsBeyondMaxHours number of flows in hours that are left out of {@code hours}
 * @param protocols by IP protocol
 * @param servicePorts TCP's and UDP's commonest service ports, the lower of a flow's two
 * @param distinctServicePorts number of service ports in all
 * @param tcpFlags by union of the flags, TCP alone
 * @param labels by class
 * @param flowsBeyondMaxLabels number of flows of labels that are left out of {@code labels}
 */
record TrafficSummary(
    String firstEnd,
    String lastEnd,
    long bytes,
    long packets,
    List<VolumeRow> hours,
    long[] flowsByHourOfDay,
    long flowsBeyondMaxHours,
    List<VolumeRow> protocols,
    List<VolumeRow> servicePorts,
    int distinctServicePorts,
    List<VolumeRow> tcpFlags,
    List<VolumeRow> labels,
    long flowsBeyondMaxLabels) {}
