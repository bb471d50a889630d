package io.flowstan.engine;

import io.flowstan.codec.CodecSpec;
import io.flowstan.codec.CodedFlow;
import io.flowstan.codec.HostContext;
import io.flowstan.codec.ModelContract;
import io.flowstan.flow.Flow;
import io.flowstan.model.ExecutionProvider;
import io.flowstan.model.OnnxGraph;
import java.io.IOException;
import java.nio.FloatBuffer;
import java.nio.LongBuffer;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * The sessions of one thread (step, context, remember) and their buffers: draws the next flow of up
 * to a batch of hosts. A host's draw does not depend on its neighbours.
 */
final class StepLane implements AutoCloseable {
  private final EngineModel model;
  private final OnnxGraph step;
  private final ContextLane contexts;
  private final FloatBuffer latest;
  private final LongBuffer latestCodes;
  private final FloatBuffer peers;
  private final LongBuffer peerCodes;
  private final FloatBuffer replies;
  private final FloatBuffer now;
  private final FloatBuffer lastPorts;
  private final FloatBuffer contextVector;
  private final FloatBuffer profile;
  private final FloatBuffer uniforms;
  private final FloatBuffer drawn;
  private final FloatBuffer[] past;
  private final FloatBuffer[] present;
  private final @Nullable RememberLane remember;

  StepLane(EngineModel model, int maxRows, ExecutionProvider provider, Consumer<String> warnings)
      throws IOException {
    this.model = model;
    step = OnnxGraph.open(model.bundle(), ModelContract.STEP, maxRows, provider, warnings);
    contexts = new ContextLane(model, maxRows, provider, warnings);
    remember = model.pasts().isEmpty() ? null : new RememberLane(model, provider, warnings);
    latest = step.floats(ModelContract.LATEST);
    latestCodes = step.longs(ModelContract.LATEST_CODES);
    peers = step.floats(ModelContract.PEERS);
    peerCodes = step.longs(ModelContract.PEER_CODES);
    replies = step.floats(ModelContract.REPLIES);
    now = step.floats(ModelContract.NOW);
    lastPorts = step.floats(ModelContract.LAST_PORTS);
    contextVector = step.floats(ModelContract.CONTEXT_VECTOR);
    profile = step.floats(ModelContract.PROFILE);
    uniforms = step.floats(ModelContract.UNIFORMS);
    drawn = step.floatOutput(ModelContract.DRAWN);
    past = buffers(tensor -> step.floats(tensor.past()));
    present = buffers(tensor -> step.floatOutput(tensor.present()));
  }

  private FloatBuffer[] buffers(Function<PastTensor, FloatBuffer> of) {
    return model.pasts().stream().map(of).toArray(FloatBuffer[]::new);
  }

  int maxRows() {
    return step.maxRows();
  }

  ExecutionProvider provider() {
    return step.provider();
  }

  /** Draws the next flow of hosts {@code from .. to-1}, at most {@link #maxRows()}. */
  void draw(List<SimulatedHost> hosts, int from, int to, PeerBook book) {
    contexts.refresh(hosts, from, to);
    if (remember != null) {
      remember.refresh(hosts, from, to);
    }
    for (int i = from; i < to; i++) {
      gather(hosts.get(i), i - from);
    }
    step.run(to - from);
    for (int i = from; i < to; i++) {
      decode(hosts.get(i), i - from, book);
    }
  }

  /** Where new peers' addresses come from, by the host's seed. */
  @FunctionalInterface
  interface PeerBook {
    PeerAddresses of(SimulatedHost host);
  }

  private void gather(SimulatedHost host, int row) {
    HostContext at = host.context;
    at.writeLatest(latest, row * CodecSpec.REPLIES * HostContext.ROW_FEATURES);
    at.writeLatestCodes(latestCodes, row * CodecSpec.REPLIES * HostContext.ROW_CODES);
    at.writePeers(peers, row * CodecSpec.PEERS * HostContext.PEER_FEATURES);
    at.writePeerCodes(peerCodes, row * CodecSpec.PEERS * HostContext.ROW_CODES);
    at.writeReplies(replies, row * CodecSpec.REPLIES * HostContext.REPLY_FEATURES);
    at.writeNow(now, row * HostContext.NOW_FEATURES);
    at.writeLastPorts(lastPorts, row * 2);
    contextVector.put(row * model.contextSize(), host.contextVector);
    host.profile.write(host.made, at.lastSecond(), profile, row * model.profileSize());
    for (int u = 0; u < model.uniforms(); u++) {
      uniforms.put(row * model.uniforms() + u, host.uniform(u));
    }
    if (host.past != null) {
      host.past.write(past, row);
    }
  }

  private void decode(SimulatedHost host, int row, PeerBook book) {
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
      newPeer = book.of(host).draw(host.context, octet, ranking, host.peerKey());
    }
    Flow flow = model.codec().decode(host.context, coded, newPeer);
    host.setNext(flow);
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
