package io.flowstan.engine;

import io.flowstan.flow.Flow;
import io.flowstan.flow.FlowRule;
import io.flowstan.flow.HostFlow;
import io.flowstan.flow.Ipv4;
import io.flowstan.flow.Network;
import io.flowstan.model.ExecutionProvider;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.PriorityQueue;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * The engine: a queue of hosts by due time, stepped through the model in batches.
 *
 * <p>A host's next flow is drawn as soon as the one before it has been handed out, and waits in the
 * queue. What a host says depends on bundle, assignment, declared network, execution provider, ONNX
 * Runtime version and processor type, and on nothing else: not on batch, neighbours, threads or the
 * times at which it is advanced.
 */
public final class Engine implements HostStreams {
  /** Hosts that one lane steps at once. */
  private static final int LANE_ROWS = 256;

  /** Rows to a lane from which the work is split: one block of rows each. */
  private static final int MIN_ROWS_PER_LANE = 9;

  private static final Comparator<SimulatedHost> BY_DUE_TIME =
      Comparator.comparingLong(SimulatedHost::dueMs)
          .thenComparingInt(host -> host.spec().address());

  private final EngineModel model;
  private final Network network;
  private final List<StepLane> lanes = new ArrayList<>();
  private final @Nullable ExecutorService workers;
  private final Map<Integer, SimulatedHost> hosts = new HashMap<>();
  private final PriorityQueue<SimulatedHost> queue = new PriorityQueue<>(BY_DUE_TIME);
  private final Map<Long, PeerAddresses> peerBooks = new HashMap<>();

  /** Hosts whose next flow is still to be drawn. */
  private final List<SimulatedHost> undrawn = new ArrayList<>();

  private Engine(
      EngineModel model,
      Network network,
      int threads,
      ExecutionProvider provider,
      Consumer<String> warnings)
      throws IOException {
    this.model = model;
    this.network = network;
    try {
      for (int lane = 0; lane < threads; lane++) {
        lanes.add(new StepLane(model, LANE_ROWS, provider, warnings));
      }
    } catch (IOException | RuntimeException e) {
      lanes.forEach(StepLane::close);
      throw e;
    }
    workers =
        threads == 1
            ? null
            : Executors.newFixedThreadPool(
                threads - 1,
                task -> {
                  Thread thread = new Thread(task, "flowstan-engine");
                  thread.setDaemon(true);
                  return thread;
                });
  }

  /**
   * An engine without hosts, on the CPU.
   *
   * @param bundle the model; null means the shipped one
   * @param network the declared address space, where no outside peer lies
   * @param threads sessions that step side by side
   */
  public static Engine open(@Nullable Path bundle, Network network, int threads)
      throws IOException {
    return open(EngineModel.open(bundle), network, threads);
  }

  /** An engine without hosts, on the CPU, from a model that is open already. */
  public static Engine open(EngineModel model, Network network, int threads) throws IOException {
    return open(model, network, threads, ExecutionProvider.CPU, warning -> {});
  }

  /** An engine without hosts on {@code provider}; {@code warnings} hears of a fall back to CPU. */
  public static Engine open(
      EngineModel model,
      Network network,
      int threads,
      ExecutionProvider provider,
      Consumer<String> warnings)
      throws IOException {
    if (threads < 1) {
      throw new IllegalArgumentException("engine threads = " + threads + ": expected at least 1");
    }
    return new Engine(model, network, threads, provider, warnings);
  }

  /** What the engine really runs on. */
  public ExecutionProvider provider() {
    return lanes.get(0).provider();
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
    int batch = LANE_ROWS * lanes.size();
    int handedOut = 0;
    drawAll();
    while (handedOut < maxFlows) {
      SimulatedHost first = queue.peek();
      if (first == null || first.dueMs() > untilMs) {
        break;
      }
      while (first != null
          && first.dueMs() <= untilMs
          && undrawn.size() < batch
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
    if (workers != null) {
      workers.shutdownNow();
    }
    lanes.forEach(StepLane::close);
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

  private SimulatedHost.Profile profile(HostSpec spec) {
    double[] natural = natural(spec);
    float[] input = model.profiles().input(natural);
    long startSecond = Math.floorDiv(spec.startMs(), 1_000);
    return new SimulatedHost.Profile(
        input, new RateGovernor(model.profiles(), natural, input, startSecond));
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
    for (int from = 0; from < undrawn.size(); from += LANE_ROWS * lanes.size()) {
      drawBatch(from, Math.min(undrawn.size(), from + LANE_ROWS * lanes.size()));
    }
    queue.addAll(undrawn);
    undrawn.clear();
  }

  private void drawBatch(int from, int to) {
    int rows = to - from;
    int used = Math.max(1, Math.min(lanes.size(), rows / MIN_ROWS_PER_LANE));
    int share = (rows + used - 1) / used;
    List<Future<?>> others = new ArrayList<>();
    for (int lane = 1; lane < used; lane++) {
      int begin = Math.min(to, from + lane * share);
      int end = Math.min(to, begin + share);
      StepLane stepLane = lanes.get(lane);
      if (begin < end && workers != null) {
        others.add(workers.submit(() -> stepLane.draw(undrawn, begin, end, this::peersOf)));
      }
    }
    lanes.get(0).draw(undrawn, from, Math.min(to, from + share), this::peersOf);
    others.forEach(Engine::await);
  }

  private static void await(Future<?> work) {
    try {
      work.get();
    } catch (ExecutionException e) {
      throw new IllegalStateException("a step failed: " + e.getCause(), e.getCause());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted while stepping", e);
    }
  }
}
