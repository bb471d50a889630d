package io.flowstan.trainer.data;

import io.flowstan.codec.CodecSpec;
import io.flowstan.codec.ServiceClass;
import io.flowstan.codec.ServiceClass.Kind;
import io.flowstan.flow.Flow;
import io.flowstan.flow.FlowRule;
import io.flowstan.flow.IpProtocol;
import io.flowstan.flow.Ipv4;
import io.flowstan.flow.TcpFlags;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * Counts over the training hosts, and from them the codec's vocabularies. A value gets a class of
 * its own only where enough hosts show it: what a few hosts have is theirs, and is not memorised.
 */
public final class Vocabularies {
  private static final int MAX_SERVICES = 384;
  private static final int MAX_OTHER_PORTS = 64;
  private static final int PORT_BINS = 64;

  /** Fewer ports than this make no bin: what is in one is nobody's own port. */
  private static final int LEAST_PORTS_OF_A_BIN = 32;

  private static final int MAX_BYTE_VALUES = 384;
  private static final int MAX_LISTED_BYTES = 1_000_000;
  private static final int MAX_DURATIONS = 64;

  /** Part of a duration by which its neighbours may differ from it, and their least number. */
  private static final double DURATION_NEIGHBOURS = 0.05;

  private static final int LEAST_DURATION_NEIGHBOURS = 2;

  /** How much above the largest count seen a drawn packet count may lie. */
  private static final int PACKET_HEADROOM = 4;

  private static final double ESCAPE_PROBABILITY = 1e-4;

  private final Map<Integer, Tally> protocols = new HashMap<>();
  private final Map<ServiceClass, Tally> ports = new HashMap<>();
  private final Map<Integer, Tally> tos = new HashMap<>();
  private final Map<Integer, Tally> flags = new HashMap<>();
  private final Map<Long, Tally> bytes = new HashMap<>();
  private final Map<Integer, Tally> durations = new HashMap<>();
  private final Map<Integer, Tally> octets = new HashMap<>();
  private final Map<String, Tally> labels = new HashMap<>();
  private long maxPackets = CodecSpec.PACKET_CLASSES + 1L;

  private Vocabularies() {}

  /**
   * The codec of {@code data}.
   *
   * @param minHosts hosts that must show a value for it to get a class
   */
  public static CodecSpec of(HostFlows data, int minHosts) {
    Vocabularies counts = new Vocabularies();
    data.byHost().forEach(counts::add);
    return counts.codec(data, minHosts);
  }

  /** Uses of a value: by how many flows, hosts, and (host, peer) pairs. */
  private static final class Tally {
    long flows;
    int hosts;
    int pairs;
    private long lastHost = Long.MIN_VALUE;
    private Set<Integer> peers = new HashSet<>();

    void add(int host, int peer) {
      flows++;
      if (lastHost != host) {
        lastHost = host;
        hosts++;
        peers = new HashSet<>();
      }
      if (peers.add(peer)) {
        pairs++;
      }
    }
  }

  private void add(int host, List<Flow> flows) {
    for (Flow flow : flows) {
      int peer = flow.peerOf(host);
      boolean outgoing = flow.source() == host;
      count(protocols, flow.protocol(), host, peer);
      count(tos, flow.tos(), host, peer);
      count(flags, flow.tcpFlags(), host, peer);
      count(bytes, flow.bytes(), host, peer);
      if (flow.durationMs() > 0) {
        count(durations, flow.durationMs() / FlowRule.DURATION_GRID_MS, host, peer);
      }
      count(octets, Ipv4.firstOctet(peer), host, peer);
      count(labels, flow.label(), host, peer);
      maxPackets = Math.max(maxPackets, flow.packets());
      if (IpProtocol.hasPorts(flow.protocol())) {
        int hostPort = outgoing ? flow.sourcePort() : flow.destinationPort();
        int peerPort = outgoing ? flow.destinationPort() : flow.sourcePort();
        count(ports, new ServiceClass(Kind.PORT, true, hostPort), host, peer);
        count(ports, new ServiceClass(Kind.PORT, false, peerPort), host, peer);
      } else if (flow.protocol() == IpProtocol.ICMP) {
        count(ports, new ServiceClass(Kind.ICMP, false, flow.destinationPort()), host, peer);
      } else {
        count(ports, ServiceClass.WITHOUT_PORTS, host, peer);
      }
    }
  }

  private CodecSpec codec(HostFlows data, int minHosts) {
    List<ServiceClass> services =
        withTunnels(top(ports, minHosts, MAX_SERVICES, Comparator.comparingInt(t -> t.pairs)));
    List<Integer> otherPorts = otherPorts(minHosts);
    return new CodecSpec(
        top(protocols, 1, 255, Comparator.comparingLong(t -> t.flows)),
        services,
        otherPorts,
        portBins(services, otherPorts),
        top(tos, minHosts, 255, Comparator.comparingLong(t -> t.flows)),
        flagSets(minHosts),
        top(bytes, minHosts, MAX_BYTE_VALUES, Comparator.comparingLong(t -> t.flows)).stream()
            .filter(value -> value <= MAX_LISTED_BYTES)
            .map(Math::toIntExact)
            .toList(),
        outstandingDurations(minHosts),
        top(labels, 1, 255, Comparator.comparingLong(t -> t.flows)),
        top(octets, minHosts, 256, Comparator.comparingLong(t -> t.flows)).stream()
            .sorted()
            .toList(),
        maxPackets * PACKET_HEADROOM,
        ESCAPE_PROBABILITY,
        data.days() >= 7,
        false);
  }

  /**
   * Durations that have more flows than their neighbours, such as those of timers, by how many
   * more.
   */
  private List<Integer> outstandingDurations(int minHosts) {
    Map<Integer, Long> excess = new HashMap<>();
    durations.forEach(
        (steps, tally) -> {
          long more = tally.flows - flowsOfNeighbours(steps);
          if (tally.hosts >= minHosts && more > 0) {
            excess.put(steps, more);
          }
        });
    return excess.entrySet().stream()
        .sorted(
            Map.Entry.<Integer, Long>comparingByValue()
                .reversed()
                .thenComparing(Map.Entry.comparingByKey()))
        .limit(MAX_DURATIONS)
        .map(Map.Entry::getKey)
        .toList();
  }

  /** Median number of flows of the durations next to {@code steps}. */
  private long flowsOfNeighbours(int steps) {
    int reach = Math.max(LEAST_DURATION_NEIGHBOURS, (int) (steps * DURATION_NEIGHBOURS));
    long[] flows =
        IntStream.rangeClosed(Math.max(1, steps - reach), steps + reach)
            .filter(neighbour -> neighbour != steps)
            .mapToObj(durations::get)
            .mapToLong(tally -> tally == null ? 0 : tally.flows)
            .sorted()
            .toArray();
    return flows[flows.length / 2];
  }

  /** The common flag sets, at least one for TCP and one for other protocols where those occur. */
  private List<Integer> flagSets(int minHosts) {
    Comparator<Tally> byFlows = Comparator.comparingLong(t -> t.flows);
    List<Integer> sets = new ArrayList<>(top(flags, minHosts, 64, byFlows));
    for (int protocol : protocols.keySet()) {
      if (sets.stream().noneMatch(set -> fits(set, protocol))) {
        top(flags, 1, flags.size(), byFlows).stream()
            .filter(set -> fits(set, protocol))
            .findFirst()
            .ifPresent(sets::add);
      }
    }
    return sets;
  }

  private static boolean fits(int set, int protocol) {
    return protocol == IpProtocol.TCP ? set != 0 : set == 0 || set == TcpFlags.ACK;
  }

  /**
   * The ports that are common on either side: they also occur opposite a service. Half of them are
   * those of the most pairs, the others those of the most flows, as of a few peers that keep their
   * port all day.
   */
  private List<Integer> otherPorts(int minHosts) {
    List<Integer> byPairs = topPorts(minHosts, Comparator.comparingInt(t -> t.pairs));
    List<Integer> byFlows = topPorts(minHosts, Comparator.comparingLong(t -> t.flows));
    return Stream.concat(byPairs.stream().limit(MAX_OTHER_PORTS / 2), byFlows.stream())
        .distinct()
        .limit(MAX_OTHER_PORTS)
        .toList();
  }

  private List<Integer> topPorts(int minHosts, Comparator<Tally> by) {
    return top(ports, minHosts, MAX_SERVICES, by).stream()
        .filter(service -> service.kind() == Kind.PORT)
        .map(ServiceClass::port)
        .distinct()
        .toList();
  }

  /**
   * Bins that hold about as many (host, peer) pairs each of the ports that are not listed, so that
   * they are narrow where many ports next to each other are common, as where SIP is probed.
   */
  private List<Integer> portBins(List<ServiceClass> services, List<Integer> otherPorts) {
    Set<Integer> listed = new HashSet<>(otherPorts);
    services.stream()
        .filter(service -> service.kind() == Kind.PORT)
        .forEach(service -> listed.add(service.port()));
    long[] pairs = new long[Flow.MAX_PORT + 1];
    long all = 0;
    for (Map.Entry<ServiceClass, Tally> entry : ports.entrySet()) {
      int port = entry.getKey().port();
      if (entry.getKey().kind() == Kind.PORT && !listed.contains(port)) {
        pairs[port] += entry.getValue().pairs;
        all += entry.getValue().pairs;
      }
    }
    List<Integer> first = new ArrayList<>(List.of(1));
    long below = 0;
    for (int port = 1; port <= Flow.MAX_PORT && first.size() < PORT_BINS; port++) {
      below += pairs[port];
      int next = port + 1;
      boolean isFull = below * PORT_BINS >= all * first.size();
      boolean isWide = next - first.get(first.size() - 1) >= LEAST_PORTS_OF_A_BIN;
      if (isFull && isWide && next + LEAST_PORTS_OF_A_BIN <= Flow.MAX_PORT + 1) {
        first.add(next);
      }
    }
    return first;
  }

  /** Flows without ports need their class however few hosts have them: it names no port. */
  private static List<ServiceClass> withTunnels(List<ServiceClass> services) {
    if (services.contains(ServiceClass.WITHOUT_PORTS)) {
      return services;
    }
    List<ServiceClass> all = new ArrayList<>(services);
    all.add(ServiceClass.WITHOUT_PORTS);
    return all;
  }

  private static <V> void count(Map<V, Tally> tallies, V value, int host, int peer) {
    tallies.computeIfAbsent(value, v -> new Tally()).add(host, peer);
  }

  private static <V> List<V> top(
      Map<V, Tally> tallies, int minHosts, int most, Comparator<Tally> by) {
    Comparator<Map.Entry<V, Tally>> order =
        Map.Entry.<V, Tally>comparingByValue(by)
            .reversed()
            .thenComparing(entry -> entry.getKey().toString());
    List<V> frequent =
        tallies.entrySet().stream()
            .filter(entry -> entry.getValue().hosts >= minHosts)
            .sorted(order)
            .limit(most)
            .map(Map.Entry::getKey)
            .toList();
    if (!frequent.isEmpty()) {
      return frequent;
    }
    return tallies.entrySet().stream().sorted(order).limit(1).map(Map.Entry::getKey).toList();
  }
}
