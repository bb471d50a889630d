package io.flowstan.engine;

import io.flowstan.codec.CodedFlow;
import io.flowstan.codec.HostContext;
import io.flowstan.codec.ModelContract;
import io.flowstan.codec.SteeringColumns;
import io.flowstan.flow.Flow;
import io.flowstan.flow.FlowRule;
import io.flowstan.flow.Network;
import io.flowstan.model.ByteRows;
import io.flowstan.model.ExecutionProvider;
import io.flowstan.model.FloatRows;
import io.flowstan.model.OnnxGraph;
import java.io.IOException;
import java.nio.FloatBuffer;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * The sessions of one thread (step, context, remember) and their buffers: draws the next flow of up
 * to a batch of hosts. A host's draw does not depend on its neighbours.
 */
final class StepLane implements Steps<SimulatedHost> {
  private final EngineModel model;
  private final Network network;
  private final Map<Long, PeerAddresses> peerBooks = new HashMap<>();
  private final OnnxGraph step;
  private final ContextLane contexts;
  private final ByteRows latest;
  private final ByteRows peers;
  private final ByteRows services;
  private final FloatRows now;
  private final FloatRows lastPorts;
  private final FloatBuffer contextVector;
  private final FloatRows profile;
  private final @Nullable FloatRows steering;
  private final int[] serviceKinds;
  private final FloatRows uniforms;
  private final FloatBuffer drawn;
  private final FloatBuffer[] past;
  private final FloatBuffer[] present;
  private final @Nullable RememberLane remember;

  private StepLane(
      EngineModel model,
      Network network,
      int maxRows,
      ExecutionProvider provider,
      Consumer<String> warnings)
      throws IOException {
    this.model = model;
    this.network = network;
    step = OnnxGraph.open(model.bundle(), ModelContract.STEP, maxRows, provider, warnings);
    contexts = new ContextLane(model, maxRows, provider, warnings);
    remember = model.pasts().isEmpty() ? null : new RememberLane(model, provider, warnings);
    latest = step.byteRows(ModelContract.LATEST);
    peers = step.byteRows(ModelContract.PEERS);
    services = step.byteRows(ModelContract.SERVICES);
    now = step.floatRows(ModelContract.NOW);
    lastPorts = step.floatRows(ModelContract.LAST_PORTS);
    contextVector = step.floats(ModelContract.CONTEXT_VECTOR);
    profile = step.floatRows(ModelContract.PROFILE);
    serviceKinds = SteeringColumns.kinds(model.codec().spec());
    steering = model.steered() ? step.floatRows(ModelContract.STEERING) : null;
    uniforms = step.floatRows(ModelContract.UNIFORMS);
    drawn = step.floatOutput(ModelContract.DRAWN);
    past = buffers(tensor -> step.floats(tensor.past()));
    present = buffers(tensor -> step.floatOutput(tensor.present()));
  }

  /**
   * The sessions of one thread.
   *
   * @param network the declared address space, where no outside peer lies
   * @param warnings hears of a fall back to CPU
   */
  static StepLane open(
      EngineModel model,
      Network network,
      int maxRows,
      ExecutionProvider provider,
      Consumer<String> warnings)
      throws IOException {
    requireRoomForPeers(model, network);
    return new StepLane(model, network, maxRows, provider, warnings);
  }

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

  private FloatBuffer[] buffers(Function<PastTensor, FloatBuffer> of) {
    return model.pasts().stream().map(of).toArray(FloatBuffer[]::new);
  }

  @Override
  public int maxRows() {
    return step.maxRows();
  }

  ExecutionProvider provider() {
    return step.provider();
  }

  @Override
  public void draw(List<SimulatedHost> hosts, int from, int to) {
    contexts.refresh(hosts, from, to);
    if (remember != null) {
      remember.refresh(hosts, from, to);
    }
    for (int i = from; i < to; i++) {
      gather(hosts.get(i), i - from);
    }
    step.run(to - from);
    for (int i = from; i < to; i++) {
      decode(hosts.get(i), i - from);
    }
  }

  @Override
  public Set<FlowRule> promises() {
    return EnumSet.allOf(FlowRule.class);
  }

  @Override
  public boolean observe(SimulatedHost host, Flow flow) {
    model.codec().observe(host.context, flow, host.coded);
    host.made.add(flow, host.address(), host.coded.tie());
    return true;
  }

  private void gather(SimulatedHost host, int row) {
    HostContext at = host.context;
    at.writeLatest(latest.row(), 0);
    latest.put(row);
    at.writePeers(peers.row(), 0);
    peers.put(row);
    at.writeServices(services.row(), 0, services.row().length);
    services.put(row);
    at.writeNow(now.row(), 0);
    now.put(row);
    at.writeLastPorts(lastPorts.row(), 0);
    lastPorts.put(row);
    contextVector.put(row * model.contextSize(), host.contextVector);
    float[] tilts = steering == null ? null : steering.row();
    host.profile.write(host.made, at, profile.row(), tilts);
    profile.put(row);
    if (steering != null) {
      SteeringColumns.spread(steering.row(), serviceKinds, peers.row(), services.row());
      steering.put(row);
    }
    host.writeUniforms(uniforms.row());
    uniforms.put(row);
    if (host.past != null) {
      host.past.write(past, row);
    }
  }

  private void decode(SimulatedHost host, int row) {
    if (host.past != null) {
      host.past.advance(present, row);
    }
    CodedFlow coded = host.coded;
    coded.readDrawn(
        drawn, row * CodedFlow.COLUMNS, host.uniformDouble(SimulatedHost.SPREAD_COUNTER));
    int newPeer = 0;
    if (coded.isNewPeer()) {
      int octet = model.codec().spec().firstOctets().get(coded.firstOctet);
      long ranking = PeerAddresses.ranking(coded);
      newPeer = peersOf(host).draw(host.context, octet, ranking, host.peerKey());
    }
    Flow flow = model.codec().decode(host.context, coded, newPeer);
    host.setNext(flow);
  }

  private PeerAddresses peersOf(SimulatedHost host) {
    return peerBooks.computeIfAbsent(host.spec().seed(), seed -> new PeerAddresses(seed, network));
  }

  @Override
  public void close() {
    step.close();
    contexts.close();
    if (remember != null) {
      remember.close();
    }
  }
}
