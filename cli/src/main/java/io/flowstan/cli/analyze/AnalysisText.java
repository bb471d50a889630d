package io.flowstan.cli.analyze;

import java.io.PrintWriter;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;

/** An analysis as people read it: a page of small tables. */
final class AnalysisText {
  private static final int HOSTS_SHOWN = 20;
  private static final int ROWS_SHOWN = 15;
  private static final int HOURS_A_LINE = 6;

  private final PrintWriter out;

  AnalysisText(PrintWriter out) {
    this.out = out;
  }

  void print(AnalysisSummary summary) {
    TrafficSummary traffic = summary.traffic();
    line(
        "%,d flows from %s to %s (end times, UTC)",
        summary.flows(), traffic.firstEnd(), traffic.lastEnd());
    line("%,d bytes in %,d packets", traffic.bytes(), traffic.packets());
    hosts(summary.hosts());
    hours(traffic);
    volumes("Protocols", "protocol", traffic.protocols(), traffic.protocols().size());
    volumes(
        "Service ports (the lower of a flow's two)",
        "port",
        traffic.servicePorts(),
        traffic.distinctServicePorts());
    volumes("TCP flags", "flags", traffic.tcpFlags(), traffic.tcpFlags().size());
    volumes("Labels", "label", traffic.labels(), traffic.labels().size());
    if (traffic.flowsBeyondMaxLabels() > 0) {
      line(
          "  %,d flows have other labels: only %d are held",
          traffic.flowsBeyondMaxLabels(), VolumesByLabel.MAX_LABELS);
    }
    faults(summary.faults());
    line("");
    line("Read in %.1f s (%,.0f flows/s)", summary.seconds(), summary.flowsPerSecond());
    out.flush();
  }

  private void hosts(HostsSummary hosts) {
    title("Hosts in " + hosts.network());
    line("  %,d hosts: %s", hosts.count(), categories(hosts.categories()));
    if (hosts.flowEndsBeyondMax() > 0) {
      line(
          "  %,d ends of flows belong to further hosts: only %,d are held (--max-hosts)",
          hosts.flowEndsBeyondMax(), hosts.maxHosts());
    }
    if (hosts.flowsOfNoHost() > 0) {
      line("  %,d flows have no end there (--network)", hosts.flowsOfNoHost());
    }
    Quantiles quantiles = hosts.flowsPerHost();
    if (quantiles == null) {
      return;
    }
    line(
        "  flows a host: min %,.0f, 25%% %,.0f, median %,.0f, 75%% %,.0f, 90%% %,.0f, 99%% %,.0f, max"
            + " %,.0f, mean %,.0f",
        quantiles.min(),
        quantiles.p25(),
        quantiles.median(),
        quantiles.p75(),
        quantiles.p90(),
        quantiles.p99(),
        quantiles.max(),
        quantiles.mean());
    dynamics(hosts);
    line("");
    line(
        "  %-15s  %-13s %12s %12s %12s %18s",
        "host", "category", "flows", "sent", "received", "bytes");
    for (HostsSummary.HostRow host : head(hosts.perHost(), HOSTS_SHOWN)) {
      line(
          "  %-15s  %-13s %,12d %,12d %,12d %,18d",
          host.address(),
          host.category(),
          host.flows(),
          host.sent(),
          host.received(),
          host.bytes());
    }
    more(hosts.count(), HOSTS_SHOWN, "hosts");
  }

  private static String categories(Map<String, Integer> counts) {
    return counts.entrySet().stream()
        .map(entry -> String.format(Locale.ROOT, "%,d %s", entry.getValue(), entry.getKey()))
        .collect(Collectors.joining(", "));
  }

  private void dynamics(HostsSummary hosts) {
    line(
        "  within the %,d hosts of %d flows or more:",
        hosts.dynamicsHosts(), hosts.dynamicsMinFlows());
    if (!hosts.autocorrelationLnBytes().isEmpty()) {
      StringBuilder lags = new StringBuilder();
      hosts
          .autocorrelationLnBytes()
          .forEach(
              (lag, value) -> lags.append(String.format(Locale.ROOT, "  %s: %.3f", lag, value)));
      line("    autocorrelation of ln(bytes) by lag in flows:%s", lags);
    }
    Double fano = hosts.fiveMinuteFanoMedian();
    if (fano != null) {
      line("    Fano factor of five-minute counts, median host: %.1f", fano);
    }
  }

  private void hours(TrafficSummary traffic) {
    title("Flows by hour of the day, UTC (" + traffic.hours().size() + " hours have flows)");
    long[] flows = traffic.flowsByHourOfDay();
    for (int from = 0; from < flows.length; from += HOURS_A_LINE) {
      StringBuilder text = new StringBuilder();
      for (int hour = from; hour < from + HOURS_A_LINE; hour++) {
        text.append(String.format(Locale.ROOT, "  %02d: %,11d", hour, flows[hour]));
      }
      line("%s", text);
    }
    if (traffic.flowsBeyondMaxHours() > 0) {
      line(
          "  %,d flows are in other hours: only %,d are held",
          traffic.flowsBeyondMaxHours(), VolumesByHour.MAX_HOURS);
    }
  }

  private void volumes(String title, String column, List<VolumeRow> rows, int count) {
    title(title);
    line("  %-16s %12s %20s %16s", column, "flows", "bytes", "packets");
    for (VolumeRow row : head(rows, ROWS_SHOWN)) {
      line("  %-16s %,12d %,20d %,16d", row.name(), row.flows(), row.bytes(), row.packets());
    }
    more(count, ROWS_SHOWN, "");
  }

  private void faults(DataFaults.Summary faults) {
    title("Faults of the data");
    line("  %,12d malformed rows left out", faults.malformedRows());
    counts(faults.malformedByKind());
    line("  %,12d flows that break a rule", faults.rowsBreakingRules());
    counts(faults.brokenByRule());
    line("  %,12d flows that end before the row above", faults.timeBackwards());
    if (faults.timeBackwards() > 0) {
      line("  %,20d s before it at most", faults.largestStepBackSeconds());
    }
    line("  %,12d flows that repeat the row above", faults.duplicatesOfRowAbove());
  }

  private void counts(Map<String, Long> counts) {
    counts.forEach(
        (name, count) -> {
          if (count > 0) {
            line("  %,20d %s", count, name);
          }
        });
  }

  private void title(String text) {
    line("");
    line("%s", text);
  }

  private void more(int count, int shown, String what) {
    if (count > shown) {
      line("  and %,d more %s", count - shown, what);
    }
  }

  private static <T> List<T> head(List<T> rows, int shown) {
    return rows.subList(0, Math.min(shown, rows.size()));
  }

  private void line(String format, Object... values) {
    out.println(String.format(Locale.ROOT, format, values).stripTrailing());
  }
}
