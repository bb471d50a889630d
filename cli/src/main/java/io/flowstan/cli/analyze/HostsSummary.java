package io.flowstan.cli.analyze;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.flowstan.cli.hosts.HostCategory;
import io.flowstan.cli.hosts.HostTable;
import io.flowstan.cli.hosts.HostTraffic;
import io.flowstan.flow.Ipv4;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What the monitored hosts do. What is not defined, such as the quantiles of no hosts, is absent.
 *
 * @param network the monitored networks
 * @param count number of hosts that are held
 * @param maxHosts number of hosts that are held at most
 * @param flowEndsBeyondMax number of ends of flows at hosts that came when there were so many
 * @param flowsOfNoHost number of flows without a monitored end
 * @param categories number of hosts by category
 * @param flowsPerHost quantiles over the hosts
 * @param dynamicsMinFlows number of flows from which on a host counts in the figures below
 * @param dynamicsHosts number of such hosts
 * @param autocorrelationLnBytes by lag (in flows of the host) the autocorrelation of ln(bytes),
 *     mean over the hosts weighted by their flows
 * @param fiveMinuteFanoMedian Fano factor of the flows in five minutes, median host
 * @param perHost every host, the one with the most flows first
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
record HostsSummary(
    String network,
    int count,
    int maxHosts,
    long flowEndsBeyondMax,
    long flowsOfNoHost,
    Map<String, Integer> categories,
    @Nullable Quantiles flowsPerHost,
    int dynamicsMinFlows,
    int dynamicsHosts,
    Map<String, Double> autocorrelationLnBytes,
    @Nullable Double fiveMinuteFanoMedian,
    List<HostRow> perHost) {
  /** With fewer flows an autocorrelation at lag 50 is noise. */
  static final int DYNAMICS_MIN_FLOWS = 200;

  /** {@code bins} is the number of five minutes from the start of the tables to their end. */
  static HostsSummary of(String network, HostTable<HostTally> table, int maxHosts, long bins) {
    List<HostTally> hosts = table.hosts();
    List<HostTally> busy =
        hosts.stream().filter(host -> host.flows() >= DYNAMICS_MIN_FLOWS).toList();
    Quantiles fano =
        Quantiles.of(
            busy.stream()
                .mapToDouble(host -> host.fiveMinutes().fanoFactor(bins))
                .filter(value -> !Double.isNaN(value))
                .toArray());
    return new HostsSummary(
        network,
        hosts.size(),
        maxHosts,
        table.endsBeyondMax(),
        table.flowsOfNoHost(),
        categories(hosts),
        Quantiles.of(hosts.stream().mapToDouble(HostTraffic::flows).toArray()),
        DYNAMICS_MIN_FLOWS,
        busy.size(),
        autocorrelation(busy),
        fano == null ? null : fano.median(),
        hosts.stream()
            .sorted(Comparator.comparingLong(HostTraffic::flows).reversed())
            .map(HostRow::of)
            .toList());
  }

  private static Map<String, Integer> categories(List<HostTally> hosts) {
    Map<String, Integer> categories = new LinkedHashMap<>();
    for (HostCategory category : HostCategory.values()) {
      categories.put(category.toString(), 0);
    }
    hosts.forEach(host -> categories.merge(host.category().toString(), 1, Integer::sum));
    return categories;
  }

  private static Map<String, Double> autocorrelation(List<HostTally> hosts) {
    Map<String, Double> byLag = new LinkedHashMap<>();
    int[] lags = LagSums.lags();
    for (int i = 0; i < lags.length; i++) {
      double sum = 0;
      double weight = 0;
      for (HostTally host : hosts) {
        double value = host.lnBytes().autocorrelation(i);
        if (!Double.isNaN(value)) {
          sum += host.flows() * value;
          weight += host.flows();
        }
      }
      if (weight > 0) {
        byLag.put(Integer.toString(lags[i]), sum / weight);
      }
    }
    return byLag;
  }

  /**
   * One host.
   *
   * @param address dotted quad
   * @param category {@code both}, {@code sent-only}, {@code received-only} or {@code internal}
   * @param flows number of flows that it is an end of
   * @param sent number of flows that it is the source of
   * @param received number of flows that it is the destination of
   * @param bytes of these flows
   * @param packets of these flows
   */
  record HostRow(
      String address,
      String category,
      long flows,
      long sent,
      long received,
      long bytes,
      long packets) {
    static HostRow of(HostTally host) {
      return new HostRow(
          Ipv4.format(host.address()),
          host.category().toString(),
          host.flows(),
          host.sent(),
          host.received(),
          host.volume().bytes(),
          host.volume().packets());
    }
  }
}
