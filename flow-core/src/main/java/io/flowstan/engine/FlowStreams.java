package io.flowstan.engine;

import io.flowstan.codec.CodecSpec;
import io.flowstan.flow.HostFlow;
import io.flowstan.flow.Ipv4;
import io.flowstan.flow.Network;
import io.flowstan.model.ExecutionProvider;
import io.flowstan.reference.ReferenceHistograms;
import java.io.IOException;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * The streams of a bundle's hosts, drawn by one engine.
 *
 * <p>What a host says depends on bundle, assignment, declared network, execution provider, ONNX
 * Runtime version and processor type, and on nothing else: not on batch, neighbours, threads or the
 * times at which it is advanced.
 */
public final class FlowStreams implements HostStreams {
  /** Hosts that are stepped at once. */
  private static final int BATCH = 256;

  private final EngineModel model;
  private final GovernedFeatures features;
  private final StepLane lane;
  private final Engine<SimulatedHost> engine;

  private final @Nullable ReferenceHistograms reference;

  private FlowStreams(EngineModel model, StepLane lane, @Nullable ReferenceHistograms reference) {
    this.model = model;
    CodecSpec codec = model.codec().spec();
    this.features =
        GovernedFeatures.of(model.profiles(), codec.services().size(), codec.maxPackets());
    this.lane = lane;
    this.reference = reference;
    this.engine = new Engine<>(lane);
  }

  /**
   * Streams without hosts, on the CPU.
   *
   * @param network the declared address space, where no outside peer lies
   */
  public static FlowStreams open(EngineModel model, Network network) throws IOException {
    return open(model, network, ExecutionProvider.CPU, warning -> {});
  }

  /** Streams without hosts on {@code provider}; {@code warnings} hears of a fall back to CPU. */
  public static FlowStreams open(
      EngineModel model, Network network, ExecutionProvider provider, Consumer<String> warnings)
      throws IOException {
    // what can be refused without the graphs comes first
    ReferenceHistograms reference = ReferenceHistograms.of(model.bundle().manifest());
    return new FlowStreams(
        model, StepLane.open(model, network, BATCH, provider, warnings), reference);
  }

  /** What the engine really runs on. */
  @Override
  public ExecutionProvider provider() {
    return lane.provider();
  }

  @Override
  public void tell(BatchTimer timer) {
    engine.tell(timer);
  }

  @Override
  public @Nullable ReferenceHistograms reference() {
    return reference;
  }

  /** SHA-256 of the bundle's manifest, hexadecimal. */
  public String bundleDigest() {
    return model.digest();
  }

  @Override
  public int size() {
    return engine.size();
  }

  @Override
  public boolean contains(int address) {
    return engine.host(address) != null;
  }

  @Override
  public void add(HostSpec spec) {
    engine.add(SimulatedHost.begin(spec, governor(spec), model.contextSize()));
  }

  @Override
  public void restore(HostSpec spec, byte[] state) {
    engine.add(
        SimulatedHost.read(spec, state, model.digest(), governor(spec), model.contextSize()));
  }

  @Override
  public void skipTo(int address, long sequence) {
    engine.skipTo(host(address), sequence);
  }

  @Override
  public boolean catchUp(int maxFlows) {
    return engine.catchUp(maxFlows);
  }

  @Override
  public boolean remove(int address) {
    return engine.remove(address);
  }

  @Override
  public byte[] state(int address) {
    return host(address).write(model.digest());
  }

  @Override
  public long nextSequence(int address) {
    return host(address).nextSequence();
  }

  @Override
  public long nextDueMs() {
    return engine.nextDueMs();
  }

  @Override
  public int advance(long untilMs, long spanMs, int maxFlows, Consumer<HostFlow> sink) {
    return engine.advance(untilMs, spanMs, maxFlows, sink);
  }

  @Override
  public void close() {
    engine.close();
  }

  private ProfileGovernor governor(HostSpec spec) {
    double[] natural = natural(spec);
    float[] input = model.profiles().input(natural);
    long startSecond = Math.floorDiv(spec.startMs(), 1_000);
    return new ProfileGovernor(features, natural, input, startSecond, SimulatedHost.paceKey(spec));
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

  private SimulatedHost host(int address) {
    SimulatedHost host = engine.host(address);
    if (host == null) {
      throw new IllegalArgumentException(
          "host " + Ipv4.format(address) + " is not simulated here: add it first");
    }
    return host;
  }
}
