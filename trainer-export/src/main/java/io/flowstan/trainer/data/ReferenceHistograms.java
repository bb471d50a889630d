package io.flowstan.trainer.data;

import io.flowstan.flow.Flow;
import io.flowstan.flow.IpProtocol;
import io.flowstan.flow.Ipv4;
import io.flowstan.flow.TcpFlags;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * Counts of the training flows' values by attribute: what a live stream is compared with. Sizes and
 * times fall into powers of two ({@code 5} is 32 to 63; {@code -} is 0).
 */
public final class ReferenceHistograms {
  private final Map<String, Map<String, Long>> counts = new TreeMap<>();

  private ReferenceHistograms() {}

  /** Histograms by attribute, then by bin. */
  public static Map<String, Map<String, Long>> of(HostFlows data) {
    ReferenceHistograms histograms = new ReferenceHistograms();
    data.byHost().forEach((host, flows) -> histograms.add(host, flows, data.startSecond()));
    return histograms.counts;
  }

  private void add(int host, List<Flow> flows, long startSecond) {
    long last = startSecond;
    for (Flow flow : flows) {
      count("gap-seconds", power(flow.endSecond() - last));
      count("direction", flow.source() == host ? "out" : "in");
      count("protocol", IpProtocol.format(flow.protocol()));
      count("tos", Integer.toString(flow.tos()));
      count("tcp-flags", TcpFlags.format(flow.tcpFlags()));
      count("packets", power(flow.packets()));
      count("bytes", power(flow.bytes()));
      count("duration-ms", power(flow.durationMs()));
      count("label", flow.label());
      count("hour", Long.toString(Math.floorMod(flow.endSecond(), 86_400) / 3_600));
      count("peer-first-octet", Integer.toString(Ipv4.firstOctet(flow.peerOf(host))));
      last = flow.endSecond();
    }
  }

  private void count(String attribute, String bin) {
    counts.computeIfAbsent(attribute, a -> new TreeMap<>()).merge(bin, 1L, Long::sum);
  }

  private static String power(long value) {
    return value <= 0 ? "-" : Integer.toString(63 - Long.numberOfLeadingZeros(value));
  }
}
