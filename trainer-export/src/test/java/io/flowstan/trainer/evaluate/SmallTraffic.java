package io.flowstan.trainer.evaluate;

import io.flowstan.flow.Flow;
import io.flowstan.flow.IpProtocol;
import io.flowstan.flow.Ipv4;
import io.flowstan.flow.TcpFlags;
import io.flowstan.profile.ProfileDistribution;
import io.flowstan.score.RecordedHost;
import io.flowstan.trainer.data.HostFlows;
import io.flowstan.trainer.data.HostProfiles;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;

/**
 * Made-up flows that obey the hard rules: even hosts ask web servers and are answered, odd hosts
 * resolve names and hear nothing.
 */
public final class SmallTraffic {
  /** 2016-04-11T00:00:00 UTC. */
  public static final long START_SECOND = 1_460_332_800L;

  private static final int SERVER_NET = Ipv4.parse("198.51.100.0");

  private SmallTraffic() {}

  /** The flows of {@code hosts} hosts over some hours. */
  public static HostFlows of(long seed, int hosts, int flowsPerHost) {
    Map<Integer, List<Flow>> byHost = new LinkedHashMap<>();
    for (int h = 0; h < hosts; h++) {
      int address = Ipv4.parse("42.219.0." + (h + 1));
      byHost.put(address, flows(new Random(seed * 1_000 + h), address, h % 2 == 0, flowsPerHost));
    }
    return new HostFlows(byHost, Map.of(), 0, START_SECOND, 1);
  }

  /** The hosts as the scorer takes them. */
  public static List<RecordedHost> recorded(HostFlows data, ProfileDistribution profiles) {
    return new Recording(data, List.of()).hosts(profiles);
  }

  /** The distribution of the hosts' profiles. */
  public static ProfileDistribution profiles(HostFlows data) {
    List<Map<String, Double>> profiles = new ArrayList<>();
    data.byHost()
        .forEach((host, flows) -> profiles.add(HostProfiles.of(host, flows, START_SECOND, 1)));
    return HostProfiles.fit(profiles, 1);
  }

  private static List<Flow> flows(Random random, int host, boolean web, int count) {
    List<Flow> flows = new ArrayList<>();
    long second = START_SECOND;
    while (flows.size() < count) {
      second += random.nextInt(40);
      int server = SERVER_NET + 1 + random.nextInt(100);
      int port = 1_024 + random.nextInt(60_000);
      if (web) {
        long packets = 2L + random.nextInt(30);
        flows.add(tcp(second, host, server, port, 443, packets, 60 * packets));
        flows.add(tcp(second, server, host, 443, port, packets, 900 * packets));
      } else {
        long bytes = 60L + random.nextInt(20);
        flows.add(
            new Flow(
                second,
                0,
                host,
                server,
                port,
                53,
                IpProtocol.UDP,
                0,
                0,
                0,
                1,
                bytes,
                "background"));
      }
    }
    return flows;
  }

  private static Flow tcp(
      long second, int from, int to, int fromPort, int toPort, long packets, long bytes) {
    return new Flow(
        second,
        400,
        from,
        to,
        fromPort,
        toPort,
        IpProtocol.TCP,
        TcpFlags.ACK | TcpFlags.PSH,
        0,
        0,
        packets,
        bytes,
        "background");
  }
}
