package io.flowstan.cli.analyze;

import io.flowstan.cli.hosts.HostTable;
import io.flowstan.cli.hosts.MonitoredNetworks;
import io.flowstan.flow.Flow;
import io.flowstan.flow.IpProtocol;
import io.flowstan.flow.TcpFlags;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/**
 * Everything that {@code analyze} counts, flow by flow in one pass. Memory is bounded by the number
 * of hosts that are held; all else is arrays of fixed size and maps that stop growing.
 */
final class Analysis {
  private static final int PROTOCOLS = 256;
  private static final int PORTS_SHOWN = 100;

  private final MonitoredNetworks networks;
  private final int maxHosts;
  private final HostTable<HostTally> hosts;
  private final Volume all = new Volume();
  private final VolumesByHour hours = new VolumesByHour();
  private final VolumesByCode protocols = new VolumesByCode(PROTOCOLS, IpProtocol::format);
  private final VolumesByCode tcpPorts =
      new VolumesByCode(Flow.MAX_PORT + 1, port -> port + "/TCP");
  private final VolumesByCode udpPorts =
      new VolumesByCode(Flow.MAX_PORT + 1, port -> port + "/UDP");
  private final VolumesByCode tcpFlags = new VolumesByCode(TcpFlags.ALL + 1, TcpFlags::format);
  private final VolumesByLabel labels = new VolumesByLabel();
  private final DataFaults faults = new DataFaults();
  private long firstSecond = Long.MAX_VALUE;
  private long lastSecond = Long.MIN_VALUE;

  /** Nothing counted yet; {@code maxHosts} hosts are held at most. */
  Analysis(MonitoredNetworks networks, int maxHosts) {
    this.networks = networks;
    this.maxHosts = maxHosts;
    hosts = new HostTable<>(networks::contains, networks, maxHosts, HostTally::new);
  }

  void add(Flow flow) {
    firstSecond = Math.min(firstSecond, flow.endSecond());
    lastSecond = Math.max(lastSecond, flow.endSecond());
    all.add(flow);
    hosts.add(flow);
    hours.add(flow);
    protocols.add(flow.protocol(), flow);
    labels.add(flow);
    faults.add(flow);
    if (flow.protocol() == IpProtocol.TCP) {
      tcpPorts.add(servicePort(flow), flow);
      tcpFlags.add(flow.tcpFlags(), flow);
    } else if (flow.protocol() == IpProtocol.UDP) {
      udpPorts.add(servicePort(flow), flow);
    }
  }

  /** The counts as far as tables are concerned; at least one flow was added. */
  TrafficSummary traffic() {
    List<VolumeRow> ports = new ArrayList<>(tcpPorts.rows());
    ports.addAll(udpPorts.rows());
    ports.sort(VolumeRow.MOST_FLOWS_FIRST);
    return new TrafficSummary(
        Instant.ofEpochSecond(firstSecond).toString(),
        Instant.ofEpochSecond(lastSecond).toString(),
        all.bytes(),
        all.packets(),
        hours.rows(),
        hours.flowsByHourOfDay(),
        hours.flowsBeyondMax(),
        protocols.rows(),
        ports.subList(0, Math.min(PORTS_SHOWN, ports.size())),
        ports.size(),
        tcpFlags.rows(),
        labels.rows(),
        labels.flowsBeyondMax());
  }

  /** The counts by host. */
  HostsSummary hosts() {
    long bins = FiveMinuteCounts.bin(lastSecond) - FiveMinuteCounts.bin(firstSecond) + 1;
    return HostsSummary.of(networks.toString(), hosts, maxHosts, bins);
  }

  DataFaults faults() {
    return faults;
  }

  /** Replies and requests have one service port between them: the lower of the two. */
  private static int servicePort(Flow flow) {
    return Math.min(flow.sourcePort(), flow.destinationPort());
  }
}
