package io.flowstan.trainer.privacy.shadow;

import io.flowstan.engine.EngineModel;
import io.flowstan.engine.HostAddresses;
import io.flowstan.engine.HostShards;
import io.flowstan.engine.HostSpec;
import io.flowstan.engine.HostStreams;
import io.flowstan.flow.Flow;
import io.flowstan.flow.IpProtocol;
import io.flowstan.flow.Ipv4;
import io.flowstan.flow.Network;
import io.flowstan.flow.TcpFlags;
import io.flowstan.random.CounterRandom;
import io.flowstan.trainer.data.HostFlows;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Where canary hosts come from (Carlini et al., "The secret sharer", USENIX Security 2019): a model
 * makes ordinary flows, and requests with replies of a mark are put among them in bursts. A pure
 * function of model, recorded flows and seed.
 */
final class CanaryNest {
  private static final Network NETWORK = Network.parse("10.99.0.0/16");
  private static final int ORDINARY_FLOWS = 1_200;
  private static final int ENOUGH_FLOWS = 400;
  private static final int MIN_ORDINARY_FLOWS = 20;
  private static final int BURSTS = 4;
  private static final int PAIRS_PER_BURST = 25;
  private static final long HOUR_MS = 3_600_000;
  private static final int HOURS = 24;
  private static final int FIRST_PORT = 1_024;
  private static final int FIRST_EPHEMERAL_PORT = 49_152;
  private static final long MIN_BYTES = 20_000;
  private static final int BYTES_RANGE = 200_000;
  private static final int BYTES_PER_PACKET = 1_000;

  private final EngineModel model;
  private final long seed;
  private final long startSecond;

  /** What the recorded flows and the canaries so far use. */
  private final int[] portUses = new int[Flow.MAX_PORT + 1];

  private final Set<Long> sizes = new HashSet<>();
  private final Set<Integer> addresses = new HashSet<>();

  private CanaryNest(EngineModel model, HostFlows recorded, long seed) {
    this.model = model;
    this.seed = seed;
    this.startSecond = recorded.startSecond();
    recorded.byHost().values().forEach(flows -> flows.forEach(this::see));
  }

  /** Makes {@code count} hosts that share nothing with {@code recorded}. */
  static List<CanaryHost> hatch(EngineModel model, HostFlows recorded, int count, long seed)
      throws IOException {
    if (count == 0) {
      return List.of();
    }
    CanaryNest nest = new CanaryNest(model, recorded, seed);
    Map<Integer, List<Flow>> ordinary = nest.ordinary(count);
    ordinary.values().forEach(flows -> flows.forEach(nest::see));
    List<CanaryHost> canaries = new ArrayList<>();
    ordinary.forEach((host, flows) -> canaries.add(nest.canary(host, flows, canaries.size())));
    return canaries;
  }

  private void see(Flow flow) {
    portUses[flow.sourcePort()]++;
    portUses[flow.destinationPort()]++;
    sizes.add(flow.bytes());
    addresses.add(flow.source());
    addresses.add(flow.destination());
  }

  /** The first flows of hosts that the model makes up, a day at most. */
  private Map<Integer, List<Flow>> ordinary(int count) throws IOException {
    Map<Integer, List<Flow>> byHost = new LinkedHashMap<>();
    // twice as many as asked for, because some stay nearly silent
    int made = 2 * count;
    long startMs = startSecond * 1_000;
    try (HostStreams engine = HostShards.open(model, NETWORK, 1)) {
      for (int host : HostAddresses.draw(NETWORK, made, seed)) {
        byHost.put(host, new ArrayList<>());
        engine.add(new HostSpec(host, seed, startMs));
      }
      for (int hour = 1; hour <= HOURS && isHungry(byHost); hour++) {
        engine.advance(
            startMs + hour * HOUR_MS - 1,
            Integer.MAX_VALUE,
            flow -> {
              List<Flow> flows = byHost.getOrDefault(flow.host(), List.of());
              if (flows.size() < ORDINARY_FLOWS) {
                flows.add(flow.flow());
              }
            });
      }
    }
    Map<Integer, List<Flow>> kept = new LinkedHashMap<>();
    byHost.forEach(
        (host, flows) -> {
          if (flows.size() >= MIN_ORDINARY_FLOWS
              && kept.size() < count
              && !addresses.contains(host)) {
            kept.put(host, flows);
          }
        });
    if (kept.size() < count) {
      throw new IllegalStateException(
          "canaries: %d of %d made-up hosts have %d flows in a day: expected at least %d of them"
              .formatted(kept.size(), made, MIN_ORDINARY_FLOWS, count));
    }
    return kept;
  }

  private static boolean isHungry(Map<Integer, List<Flow>> byHost) {
    long fed = byHost.values().stream().filter(flows -> flows.size() >= ENOUGH_FLOWS).count();
    return fed < byHost.size() / 2;
  }

  private CanaryHost canary(int host, List<Flow> ordinary, int number) {
    long key = CounterRandom.subKey(seed, number);
    CanaryHost.Mark mark = new CanaryHost.Mark(host, peer(ordinary, key), port(key), bytes(key));
    List<Flow> flows = new ArrayList<>();
    List<CanaryHost.Burst> bursts = new ArrayList<>();
    int done = 0;
    int ephemeralPort = FIRST_EPHEMERAL_PORT + CounterRandom.uniformInt(key, 0, 8_192);
    for (int burst = 0; burst < BURSTS; burst++) {
      int until = (int) ((long) ordinary.size() * (burst + 1) / (BURSTS + 1));
      flows.addAll(ordinary.subList(done, until));
      done = until;
      int from = flows.size();
      Flow before = ordinary.get(until - 1);
      long spare = ordinary.get(until).endSecond() - before.endSecond();
      for (int pair = 0; pair < PAIRS_PER_BURST; pair++) {
        long second = before.endSecond() + spare * pair / PAIRS_PER_BURST;
        int port = ephemeralPort++;
        flows.add(flow(mark, second, port, before.label(), true));
        flows.add(flow(mark, second, port, before.label(), false));
      }
      bursts.add(new CanaryHost.Burst(from, flows.size()));
    }
    flows.addAll(ordinary.subList(done, ordinary.size()));
    return new CanaryHost(mark, flows, bursts);
  }

  private static Flow flow(
      CanaryHost.Mark mark, long second, int port, String label, boolean isRequest) {
    return new Flow(
        second,
        400,
        isRequest ? mark.host() : mark.peer(),
        isRequest ? mark.peer() : mark.host(),
        isRequest ? port : mark.port(),
        isRequest ? mark.port() : port,
        IpProtocol.TCP,
        TcpFlags.ACK | TcpFlags.PSH | TcpFlags.SYN | TcpFlags.FIN,
        0,
        0,
        mark.bytes() / BYTES_PER_PACKET + 1,
        mark.bytes(),
        label);
  }

  /** An address that nobody has, in the first octet of a peer that the host has. */
  private int peer(List<Flow> ordinary, long key) {
    Flow any = ordinary.get(CounterRandom.uniformInt(key, 1, ordinary.size()));
    int octet =
        NETWORK.contains(any.source())
            ? Ipv4.firstOctet(any.destination())
            : Ipv4.firstOctet(any.source());
    for (int attempt = 0; ; attempt++) {
      int address = octet << 24 | (int) (CounterRandom.bits(key, 1_000L + attempt) >>> 40);
      if (!NETWORK.contains(address) && addresses.add(address)) {
        return address;
      }
    }
  }

  /** The port that is used least, of equals by {@code key}: nobody's, where one is left. */
  private int port(long key) {
    int ports = FIRST_EPHEMERAL_PORT - FIRST_PORT;
    int first = CounterRandom.uniformInt(key, 2, ports);
    int best = FIRST_PORT + first;
    for (int i = 0; i < ports; i++) {
      int port = FIRST_PORT + (first + i) % ports;
      if (portUses[port] < portUses[best]) {
        best = port;
      }
    }
    portUses[best] += 1 << 20; // not again
    return best;
  }

  private long bytes(long key) {
    for (int attempt = 0; ; attempt++) {
      long size = MIN_BYTES + CounterRandom.uniformInt(key, 2_000L + attempt, BYTES_RANGE);
      if (sizes.add(size)) {
        return size;
      }
    }
  }
}
