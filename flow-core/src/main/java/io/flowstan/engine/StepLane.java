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

/**
 * One pair of sessions (step and context) and their buffers: draws the next flow of up to a batch
 * of hosts. For one thread at a time; a host's draw does not depend on its neighbours.
 */
final class StepLane implements AutoCloseable {
  private final EngineModel model;
  private final OnnxGraph step;
  private final OnnxGraph context;
  private final FloatBuffer history;
  private final LongBuffer historyCodes;
  private final FloatBuffer peers;
  private final LongBuffer peerCodes;
  private final FloatBuffer replies;
  private final FloatBuffer now;
  private final FloatBuffer lastPorts;
  private final FloatBuffer contextVector;
  private final FloatBuffer profile;
  private final FloatBuffer uniforms;
  private final FloatBuffer drawn;
  private final FloatBuffer ticks;
  private final FloatBuffer calendar;
  private final FloatBuffer contextOut;
  private final SimulatedHost[] stale;

  StepLane(EngineModel model, int maxRows, ExecutionProvider provider, Consumer<String> warnings)
      throws IOException {
    this.model = model;
    step = OnnxGraph.open(model.bundle(), ModelContract.STEP, maxRows, provider, warnings);
    context = OnnxGraph.open(model.bundle(), ModelContract.CONTEXT, maxRows, provider, warnings);
    history = step.floats(ModelContract.HISTORY);
    historyCodes = step.longs(ModelContract.HISTORY_CODES);
    peers = step.floats(ModelContract.PEERS);
    peerCodes = step.longs(ModelContract.PEER_CODES);
    replies = step.floats(ModelContract.REPLIES);
    now = step.floats(ModelContract.NOW);
    lastPorts = step.floats(ModelContract.LAST_PORTS);
    contextVector = step.floats(ModelContract.CONTEXT_VECTOR);
    profile = step.floats(ModelContract.PROFILE);
    uniforms = step.floats(ModelContract.UNIFORMS);
    drawn = step.floatOutput(ModelContract.DRAWN);
    ticks = context.floats(ModelContract.TICKS);
    calendar = context.floats(ModelContract.CALENDAR);
    contextOut = context.floatOutput(ModelContract.CONTEXT_VECTOR);
    stale = new SimulatedHost[maxRows];
  }

  int maxRows() {
    return step.maxRows();
  }

  ExecutionProvider provider() {
    return step.provider();
  }

  /** Draws the next flow of hosts {@code from .. to-1}, at most {@link #maxRows()}. */
  void draw(List<SimulatedHost> hosts, int from, int to, PeerBook book) {
    refreshContexts(hosts, from, to);
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

  private void refreshContexts(List<SimulatedHost> hosts, int from, int to) {
    int rows = 0;
    for (int i = from; i < to; i++) {
      SimulatedHost host = hosts.get(i);
      if (host.contextTick != host.context.tick()) {
        host.context.writeTicks(ticks, rows * CodecSpec.TICKS * HostContext.TICK_FEATURES);
        host.context.writeCalendar(
            model.codec().spec(), calendar, rows * HostContext.CALENDAR_FEATURES);
        stale[rows++] = host;
      }
    }
    if (rows == 0) {
      return;
    }
    context.run(rows);
    for (int row = 0; row < rows; row++) {
      SimulatedHost host = stale[row];
      contextOut.get(row * model.contextSize(), host.contextVector);
      host.contextTick = host.context.tick();
    }
  }

  private void gather(SimulatedHost host, int row) {
    HostContext at = host.context;
    at.writeHistory(history, row * CodecSpec.HISTORY * HostContext.ROW_FEATURES);
    at.writeHistoryCodes(historyCodes, row * CodecSpec.HISTORY * HostContext.ROW_CODES);
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
  }

  private void decode(SimulatedHost host, int row, PeerBook book) {
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
    context.close();
  }
}
