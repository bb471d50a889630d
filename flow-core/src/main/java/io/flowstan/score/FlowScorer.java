package io.flowstan.score;

import io.flowstan.bundle.BundleException;
import io.flowstan.codec.CodecSpec;
import io.flowstan.codec.Head;
import io.flowstan.codec.HostContext;
import io.flowstan.codec.Memory;
import io.flowstan.codec.ModelContract;
import io.flowstan.codec.TargetColumns;
import io.flowstan.engine.EngineModel;
import io.flowstan.flow.Ipv4;
import io.flowstan.model.ByteRows;
import io.flowstan.model.FloatRows;
import io.flowstan.model.OnnxGraph;
import java.io.IOException;
import java.nio.Buffer;
import java.nio.FloatBuffer;
import java.nio.LongBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.function.LongConsumer;
import org.jspecify.annotations.Nullable;

/**
 * Weighs recorded flows: each host's flows are replayed through the codec, in order, and the
 * bundle's {@code score} graph says what each flow cost given the context it came in. Flows of
 * several positions and hosts share a batch; the result does not depend on it. For one thread.
 */
public final class FlowScorer implements AutoCloseable {
  /** Rows of history that replies refer to: never another host's. */
  private static final int OWN_ROWS = CodecSpec.REPLIES;

  private static final int ROW = HostContext.ROW_BYTES;

  private final EngineModel model;
  private final OnnxGraph score;
  private final OnnxGraph contextGraph;
  private final ByteRows history;
  private final ByteRows peers;
  private final ByteRows latest;
  private final ByteRows services;
  private final FloatRows now;
  private final FloatRows lastPorts;
  private final ByteRows ticks;
  private final FloatRows calendar;
  private final FloatBuffer contextVector;
  private final FloatBuffer profile;
  private final LongBuffer targets;
  private final FloatBuffer numbers;
  private final FloatBuffer logLikelihood;
  private final byte[] ownHistory = new byte[CodecSpec.HISTORY * ROW];
  private final long[] targetRow = new long[TargetColumns.CLASSES];
  private final float[] numberRow = new float[TargetColumns.NUMBERS];
  private final TargetColumns columns;

  private FlowScorer(EngineModel model, OnnxGraph score, OnnxGraph contextGraph)
      throws BundleException {
    this.model = model;
    this.score = score;
    this.contextGraph = contextGraph;
    this.columns = new TargetColumns(model.codec().spec());
    history = byteRows(ModelContract.HISTORY, CodecSpec.HISTORY * ROW);
    peers = byteRows(ModelContract.PEERS, CodecSpec.PEERS * HostContext.PEER_BYTES);
    latest = byteRows(ModelContract.LATEST, CodecSpec.REPLIES * HostContext.LATEST_BYTES);
    services = byteRows(ModelContract.SERVICES, model.codec().spec().serviceClasses());
    now = floatRows(ModelContract.NOW, HostContext.NOW_FEATURES);
    lastPorts = floatRows(ModelContract.LAST_PORTS, 2);
    ticks = contextGraph.byteRows(ModelContract.TICKS);
    calendar = contextGraph.floatRows(ModelContract.CALENDAR);
    contextVector = floats(ModelContract.CONTEXT_VECTOR, model.contextSize());
    profile = floats(ModelContract.PROFILE, model.profileSize());
    targets = longs(ModelContract.TARGETS, TargetColumns.CLASSES);
    numbers = floats(ModelContract.NUMBERS, TargetColumns.NUMBERS);
    logLikelihood = score.floatOutput(ModelContract.LOG_LIKELIHOOD);
    requireWidth(ModelContract.LOG_LIKELIHOOD, logLikelihood, TargetColumns.CLASSES);
  }

  /**
   * A scorer on the CPU.
   *
   * @param maxRows flows of a batch, at most
   * @throws BundleException where the bundle has no graph {@code score} of the contract
   */
  public static FlowScorer open(EngineModel model, int maxRows) throws IOException {
    List<OnnxGraph> graphs = new ArrayList<>();
    try {
      graphs.add(OnnxGraph.open(model.bundle(), ModelContract.SCORE, maxRows));
      graphs.add(OnnxGraph.open(model.bundle(), ModelContract.CONTEXT, 1));
      return new FlowScorer(model, graphs.get(0), graphs.get(1));
    } catch (IOException | RuntimeException e) {
      graphs.forEach(OnnxGraph::close);
      throw e;
    }
  }

  /** The cost of all flows of {@code hosts}, each host in its own context. */
  public Score score(List<RecordedHost> hosts, Memory memory) {
    return score(hosts, memory, false, flows -> {});
  }

  /** The same, telling {@code progress} of the number of flows scored. */
  public Score score(List<RecordedHost> hosts, Memory memory, LongConsumer progress) {
    return score(hosts, memory, false, progress);
  }

  /**
   * The cost where each host is given the context of the next one in the list, at the same time:
   * that host's history beyond the last 8 flows, its services, its three-hour context, its moment
   * and its profile. The last 8 flows, the recent peers, how many they are, and the last ports stay
   * the host's own, because replies, copies and the rules' masks refer to them: so every flow stays
   * possible.
   *
   * @throws IllegalArgumentException where there are less than two hosts
   */
  public Score scoreInOthersContexts(List<RecordedHost> hosts, LongConsumer progress) {
    if (hosts.size() < 2) {
      throw new IllegalArgumentException(
          "contexts of others for " + hosts.size() + " host: expected at least 2 hosts");
    }
    return score(hosts, Memory.FULL, true, progress);
  }

  private Score score(
      List<RecordedHost> hosts, Memory memory, boolean swapped, LongConsumer progress) {
    Tally tally = new Tally(hosts);
    int[] hostOfRow = new int[score.maxRows()];
    int rows = 0;
    long done = 0;
    for (int h = 0; h < hosts.size(); h++) {
      HostReplay own = replay(hosts.get(h), memory);
      HostReplay other = swapped ? replay(hosts.get((h + 1) % hosts.size()), memory) : null;
      while (own.hasNext()) {
        gather(own, other, rows);
        columns.write(own.encode(), targetRow, 0, numberRow, 0);
        targets.put(rows * TargetColumns.CLASSES, targetRow);
        numbers.put(rows * TargetColumns.NUMBERS, numberRow);
        own.observe();
        hostOfRow[rows++] = h;
        if (rows == score.maxRows()) {
          flush(hostOfRow, rows, tally);
          done += rows;
          progress.accept(done);
          rows = 0;
        }
      }
    }
    if (rows > 0) {
      flush(hostOfRow, rows, tally);
      progress.accept(done + rows);
    }
    return tally.score();
  }

  private HostReplay replay(RecordedHost host, Memory memory) {
    if (host.profile().size() != model.profileSize()) {
      throw new IllegalArgumentException(
          "host "
              + Ipv4.format(host.address())
              + ": profile of "
              + host.profile().size()
              + " features: expected "
              + model.profileSize()
              + ", as "
              + model.bundle()
              + " has them");
    }
    return new HostReplay(host, memory, model.codec(), model.contextSize());
  }

  private void gather(HostReplay own, @Nullable HostReplay other, int row) {
    HostContext at = own.context();
    HostReplay giver = own;
    if (other != null) {
      other.advanceTo(at.lastSecond());
      giver = other;
    }
    refresh(giver);
    HostContext given = giver.context();
    given.writeHistory(history.row(), 0);
    if (other != null) {
      keepOwnRows(at);
    }
    history.put(row);
    at.writePeers(peers.row(), 0);
    peers.put(row);
    at.writeLatest(latest.row(), 0);
    latest.put(row);
    given.writeServices(services.row(), 0, services.row().length);
    services.put(row);
    given.writeNow(now.row(), 0);
    now.row()[HostContext.KNOWN_PEERS] = at.knownPeers() / (float) CodecSpec.PEERS;
    now.put(row);
    at.writeLastPorts(lastPorts.row(), 0);
    lastPorts.put(row);
    contextVector.put(row * model.contextSize(), giver.vector);
    profile.put(row * model.profileSize(), giver.profile());
  }

  private void keepOwnRows(HostContext at) {
    at.writeHistory(ownHistory, 0);
    int first = CodecSpec.HISTORY - OWN_ROWS;
    System.arraycopy(ownHistory, first * ROW, history.row(), first * ROW, OWN_ROWS * ROW);
  }

  private void refresh(HostReplay replay) {
    HostContext context = replay.context();
    if (replay.vectorTick != context.tick()) {
      context.writeTicks(ticks.row(), 0);
      ticks.put(0);
      context.writeCalendar(model.codec().spec(), calendar.row(), 0);
      calendar.put(0);
      contextGraph.run(1);
      contextGraph.floatOutput(ModelContract.CONTEXT_VECTOR).get(0, replay.vector);
      replay.vectorTick = context.tick();
    }
  }

  private void flush(int[] hostOfRow, int rows, Tally tally) {
    score.run(rows);
    for (int row = 0; row < rows; row++) {
      tally.add(hostOfRow[row], logLikelihood, row * TargetColumns.CLASSES);
    }
  }

  /** Sums by host and head. */
  private static final class Tally {
    private final List<RecordedHost> hosts;
    private final double[][] nats;

    Tally(List<RecordedHost> hosts) {
      this.hosts = hosts;
      this.nats = new double[hosts.size()][TargetColumns.CLASSES];
    }

    void add(int host, FloatBuffer logLikelihood, int at) {
      for (Head head : Head.values()) {
        float value = logLikelihood.get(at + head.column());
        if (!Float.isFinite(value)) {
          throw new IllegalStateException(
              "host "
                  + Ipv4.format(hosts.get(host).address())
                  + ", head "
                  + head.title()
                  + ": log-likelihood "
                  + value
                  + "; the bundle does not keep the model contract");
        }
        nats[host][head.column()] -= value;
      }
    }

    Score score() {
      List<HostScore> scores = new ArrayList<>();
      for (int h = 0; h < hosts.size(); h++) {
        List<Double> byHead = new ArrayList<>();
        for (double sum : nats[h]) {
          byHead.add(sum);
        }
        scores.add(new HostScore(hosts.get(h).address(), hosts.get(h).flows().size(), byHead));
      }
      return new Score(scores);
    }
  }

  private FloatBuffer floats(String name, int width) throws BundleException {
    FloatBuffer buffer = score.floats(name);
    requireWidth(name, buffer, width);
    return buffer;
  }

  private FloatRows floatRows(String name, int width) throws BundleException {
    floats(name, width);
    return score.floatRows(name);
  }

  private ByteRows byteRows(String name, int width) throws BundleException {
    requireWidth(name, score.bytes(name), width);
    return score.byteRows(name);
  }

  private LongBuffer longs(String name, int width) throws BundleException {
    LongBuffer buffer = score.longs(name);
    requireWidth(name, buffer, width);
    return buffer;
  }

  private void requireWidth(String name, Buffer buffer, int width) throws BundleException {
    if (buffer.capacity() != score.maxRows() * width) {
      throw new BundleException(
          model.bundle()
              + ", graph '"
              + ModelContract.SCORE
              + "': tensor '"
              + name
              + "' has "
              + buffer.capacity() / score.maxRows()
              + " elements a row: expected "
              + width
              + ", as this program's codec writes them");
    }
  }

  @Override
  public void close() {
    score.close();
    contextGraph.close();
  }
}
