package io.flowstan.engine;

import io.flowstan.flow.Flow;
import io.flowstan.flow.FlowRule;
import io.flowstan.flow.HostFlow;
import io.flowstan.flow.Ipv4;
import io.flowstan.flow.Network;
import io.flowstan.model.ExecutionProvider;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.PriorityQueue;
import java.util.function.Consumer;

/**
 * The engine: a queue of hosts by due time, stepped through the model in batches.
 *
 * <p>A host's next flow is drawn as soon as the one before it has been handed out, and waits in the
 * queue. What a host says depends on bundle, assignment, declared network, execution provider, ONNX
 * Runtime version and processor type, and on nothing else: not on batch, neighbours, threads or the
 * times at which it is advanced.
 */
public final class Engine implements HostStreams {
  /** Hosts that are stepped at once. */
  private static final int BATCH = 256;

  private static final Comparator<SimulatedHost> BY_DUE_TIME =
      Comparator.comparingLong(SimulatedHost::dueMs)
          .thenComparingInt(host -> host.spec().address());

  private final EngineModel model;
  private final Network network;
  private final StepLane lane;
  private final Map<Integer, SimulatedHost> hosts = new HashMap<>();
  private final PriorityQueue<SimulatedHost> queue = new PriorityQueue<>(BY_DUE_TIME);
  private final Map<Long, PeerAddresses> peerBooks = new HashMap<>();

  /** Hosts whose next flow is still to be drawn. */
  private final List<SimulatedHost> undrawn = new ArrayList<>();

  /** Refuses a declared network that leaves no address to the peers of a learned first octet. */
  private static void requireRoomForPeers(EngineModel model, Network network) {
    for (int octet : model.codec().spec().firstOctets()) {
      if (network.prefixLength() <= 8 && network.contains(octet << 24)) {
        throw new IllegalArgumentException(
            "network "
                + network
                + ": peers of the model live in "
                + octet
                + ".0.0.0/8, where it leaves no address; declare a smaller one, or another, such"
                + " as 10.0.0.0/8");
      }
    }
  }

  private Engine(EngineModel model, Network network, StepLane lane) {
    this.model = model;
    this.network = network;
    this.lane = lane;
  }

  /**
   * An engine without hosts, on the CPU.
   *
   * @param network the declared address space, where no outside peer lies
   */
  public static Engine open(EngineModel model, Network network) throws IOException {
    return open(model, network, ExecutionProvider.CPU, warning -> {});
  }

  /** An engine without hosts on {@code provider}; {@code warnings} hears of a fall back to CPU. */
  public static Engine open(
      EngineModel model, Network network, ExecutionProvider provider, Consumer<String> warnings)
      throws IOException {
    requireRoomForPeers(model, network);
    return new Engine(model, network, new StepLane(model, BATCH, provider, warnings));
  }

  /** What the engine really runs on. */
  @Override
  public ExecutionProvider provider() {
    return lane.provider();
  }

  /** SHA-256 of the bundle's manifest, hexadecimal. */
  public String bundleDigest() {
    return model.digest();
  }

  @Override
  public int size() {
    return hosts.size();
  }

  @Override
  public boolean contains(int address) {
    return hosts.containsKey(address);
  }

  @Override
  public void add(HostSpec spec) {
    admit(SimulatedHost.begin(spec, profile(spec), model.contextSize()));
  }

  @Override
  public void restore(HostSpec spec, byte[] state) {
    admit(SimulatedHost.read(spec, state, model.digest(), profile(spec), model.contextSize()));
  }

  @Override
  public boolean remove(int address) {
    SimulatedHost host = hosts.remove(address);
    if (host == null) {
      return false;
    }
    if (!undrawn.remove(host)) {
      queue.remove(host);
    }
    return true;
  }

  @Override
  public byte[] state(int address) {
    return host(address).write(model.digest());
  }

  @Override
  public long nextSequence(int address) {
    return host(address).sequence();
  }

  @Override
  public long nextDueMs() {
    drawAll();
    SimulatedHost first = queue.peek();
    return first == null ? Long.MAX_VALUE : first.dueMs();
  }

  @Override
  public int advance(long untilMs, int maxFlows, Consumer<HostFlow> sink) {
    int handedOut = 0;
    drawAll();
    while (handedOut < maxFlows) {
      SimulatedHost first = queue.peek();
      if (first == null || first.dueMs() > untilMs) {
        break;
      }
      while (first != null
          && first.dueMs() <= untilMs
          && undrawn.size() < BATCH
          && handedOut < maxFlows) {
        SimulatedHost host = queue.remove();
        handOut(host, sink);
        undrawn.add(host);
        handedOut++;
        first = queue.peek();
      }
      drawAll();
    }
    return handedOut;
  }

  @Override
  public void close() {
    lane.close();
  }

  private void handOut(SimulatedHost host, Consumer<HostFlow> sink) {
    Flow flow = host.next();
    int address = host.context.host();
    if (!FlowRule.allHold(flow, address)) {
      throw new IllegalStateException(
          "host "
              + Ipv4.format(address)
              + ", flow "
              + host.sequence()
              + " breaks a hard rule: "
              + flow
              + "; the bundle does not keep the model contract");
    }
    sink.accept(new HostFlow(address, host.sequence(), host.dueMs(), flow));
    model.codec().observe(host.context, flow, host.coded);
    host.handedOut();
  }

  private ProfileGovernor profile(HostSpec spec) {
    double[] natural = natural(spec);
    float[] input = model.profiles().input(natural);
    long startSecond = Math.floorDiv(spec.startMs(), 1_000);
    return new ProfileGovernor(model.profiles(), natural, input, startSecond);
  }

  private double[] natural(HostSpec spec) {
    float[] given = spec.profile();
    if (given == null) {
      return model.profiles().draw(SimulatedHost.profileKey(spec));
    }
    double[] natural = new double[given.length];
    for (int i = 0; i < given.length; i++) {
      natural[i] = given[i];
    }
    return natural;
  }

  private void admit(SimulatedHost host) {
    int address = host.spec().address();
    if (hosts.putIfAbsent(address, host) != null) {
      throw new IllegalArgumentException(
          "host " + Ipv4.format(address) + " is simulated already: remove it first");
    }
    peerBooks.computeIfAbsent(host.spec().seed(), seed -> new PeerAddresses(seed, network));
    undrawn.add(host);
  }

  private SimulatedHost host(int address) {
    SimulatedHost host = hosts.get(address);
    if (host == null) {
      throw new IllegalArgumentException(
          "host " + Ipv4.format(address) + " is not simulated here: add it first");
    }
    return host;
  }

  private PeerAddresses peersOf(SimulatedHost host) {
    PeerAddresses book = peerBooks.get(host.spec().seed());
    if (book == null) {
      throw new IllegalStateException("no peers for seed " + host.spec().seed());
    }
    return book;
  }

  /** Draws the next flow of all undrawn hosts and queues them. */
  private void drawAll() {
    for (int from = 0; from < undrawn.size(); from += BATCH) {
      lane.draw(undrawn, from, Math.min(undrawn.size(), from + BATCH), this::peersOf);
    }
    queue.addAll(undrawn);
    undrawn.clear();
  }
}
