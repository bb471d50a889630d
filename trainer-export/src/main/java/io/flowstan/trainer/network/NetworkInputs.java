package io.flowstan.trainer.network;

import io.flowstan.codec.CodecSpec;
import io.flowstan.codec.HostContext;
import io.flowstan.trainer.tensor.TensorOps;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What the network is given for N flows. In training neighbouring flows share a segment's rows, so
 * that each row is embedded and convolved once; where flows are drawn, each brings what its host's
 * earlier ones left ({@link Latest}); where they are scored, its own window of history.
 *
 * @param <T> the back end's tensor
 */
sealed interface NetworkInputs<T> {

  /** Embedded rows, convolved: float32 [N, last layer's width]; the last row's embedding beside. */
  Encoded<T> encode(FlowNetwork<T> network);

  /**
   * Products of the features of the last 8 flows, the last one first, with a query: those of their
   * rows, and those of replies.
   *
   * @param query float32 [N, 26]
   * @return float32 [N, 8]
   */
  T answers(TensorOps<T> ops, T query);

  /** Which of the last 8 flows may be answered: float32 [N, 8], ones and zeros. */
  T mayAnswer(TensorOps<T> ops);

  /**
   * Products of the features of the recent peers with a query.
   *
   * @param query float32 [N, 26]
   * @return float32 [N, 64]
   */
  T peers(TensorOps<T> ops, T query);

  /**
   * The flow that a peer event refers to: the answered one, or the last one with the peer; zeros
   * for a new peer.
   *
   * @param peerEvent int64 [N]
   */
  Reference<T> reference(TensorOps<T> ops, T peerEvent);

  /** The layer that joins all contexts, as the heads see it: float32 [N, trunk width]. */
  default T thinned(TensorOps<T> ops, T trunk) {
    return trunk;
  }

  /** The state beside the rows. */
  Moment<T> moment();

  /**
   * The encoded history.
   *
   * @param window float32 [N, C]
   * @param last float32 [N, row width]
   */
  record Encoded<T>(T window, T last) {}

  /**
   * A past flow.
   *
   * @param features float32 [N, 24]
   * @param codes int64 [N, 3]
   */
  record Reference<T>(T features, T codes) {}

  /**
   * The state beside the rows.
   *
   * @param services float32 [N, S]: flows of each service class so far, as {@link
   *     HostContext#writeServices} writes them: 0 to 255
   * @param now float32 [N, 12]
   * @param lastPorts float32 [N, 2]
   * @param context float32 [N, context width]
   * @param profile float32 [N, P]
   * @param steering float32 [N, 4], see {@link Steering}; or [1, 4]
   */
  record Moment<T>(T services, T now, T lastPorts, T context, T profile, T steering) {}

  /** Past flows as the engine gives them, in bytes: where flows are scored or drawn. */
  sealed interface Served<T> extends NetworkInputs<T> {

    /** The last 8 flows, the last first: uint8 [N, 8, 30]. */
    T latest();

    /** The recent peers: uint8 [N, 64, 30]. */
    T peerRows();

    @Override
    default T answers(TensorOps<T> ops, T query) {
      return new PastRows<>(ops).products(latest(), HostContext.LATEST_BYTES, query);
    }

    @Override
    default T mayAnswer(TensorOps<T> ops) {
      T bytes = ops.toFloat(latest());
      T flags = ops.slice(bytes, 2, HostContext.ROW_BYTES, HostContext.ROW_BYTES + 1L);
      return new PastRows<>(ops).all(ops.reshape(flags, -1, CodecSpec.REPLIES));
    }

    @Override
    default T peers(TensorOps<T> ops, T query) {
      return new PastRows<>(ops).products(peerRows(), HostContext.PEER_BYTES, query);
    }

    @Override
    default Reference<T> reference(TensorOps<T> ops, T peerEvent) {
      T event = ops.reshape(ops.toFloat(peerEvent), -1, 1);
      T isReply = ops.less(event, scalar(ops, CodecSpec.REPLIES));
      T isKnown = ops.less(event, scalar(ops, CodecSpec.NEW_PEER));
      // what is out of range is not looked at
      T back = within(ops, event, CodecSpec.REPLIES);
      T place = within(ops, ops.sub(event, scalar(ops, CodecSpec.REPLIES)), CodecSpec.PEERS);
      PastRows<T> past = new PastRows<>(ops);
      T peer = ops.mul(past.pick(peerRows(), place), isKnown);
      T row = ops.where(isReply, past.pick(latest(), back), peer);
      return new Reference<>(past.features(row), past.codes(row));
    }

    private static <T> T within(TensorOps<T> ops, T index, int length) {
      return ops.reshape(ops.toLong(ops.clip(index, 0, length - 1f)), -1);
    }

    private static <T> T scalar(TensorOps<T> ops, float value) {
      return ops.constant(new float[] {value}, 1, 1);
    }
  }

  /**
   * Scoring: one window per flow.
   *
   * @param history uint8 [N, 32, 28], oldest first
   * @param latest uint8 [N, 8, 30], the last flow first
   * @param peerRows uint8 [N, 64, 30]
   */
  record Windows<T>(T history, T latest, T peerRows, Moment<T> moment) implements Served<T> {

    @Override
    public Encoded<T> encode(FlowNetwork<T> network) {
      TensorOps<T> ops = network.ops();
      PastRows<T> past = new PastRows<>(ops);
      T bytes = ops.toFloat(history);
      T rows = network.embedRows(past.features(bytes), past.codes(bytes), CodecSpec.HISTORY);
      int width = network.shape().row();
      T last = ops.reshape(ops.slice(rows, 1, CodecSpec.HISTORY - 1, CodecSpec.HISTORY), -1, width);
      int positions = CodecSpec.HISTORY;
      T x = rows;
      for (int layer = 0; layer < network.shape().layers().length; layer++) {
        positions /= 2;
        // a dilated layer at the window's last position needs every second pair only
        x = network.layer(layer, ops.reshape(x, -1, positions, 2L * width));
        width = network.shape().layers()[layer];
      }
      return new Encoded<>(ops.reshape(x, -1, width), last);
    }
  }

  /**
   * Drawing: the flows that may be answered, and what the layers were given earlier.
   *
   * @param latest uint8 [N, 8, 30], the last flow first
   * @param pasts for each layer what it was given some flows ago, see {@link IncrementalLayers}
   * @param peerRows uint8 [N, 64, 30]
   */
  record Latest<T>(T latest, List<T> pasts, T peerRows, Moment<T> moment) implements Served<T> {

    /** What each layer is given at the newest flow, and what the last one makes of it. */
    List<T> newest(FlowNetwork<T> network) {
      TensorOps<T> ops = network.ops();
      PastRows<T> past = new PastRows<>(ops);
      T newest = ops.slice(ops.toFloat(latest), 1, 0, 1);
      T row = ops.reshape(newest, -1, HostContext.LATEST_BYTES);
      return new IncrementalLayers<>(network).newest(past.features(row), past.codes(row), pasts);
    }

    @Override
    public Encoded<T> encode(FlowNetwork<T> network) {
      List<T> newest = newest(network);
      return new Encoded<>(newest.get(newest.size() - 1), newest.get(0));
    }
  }

  /**
   * Training: S segments of L flows, N = S * L.
   *
   * @param rows float32 [S, L + 31, 24]: the rows of flows i-32 .. i+L-2 for targets i .. i+L-1
   * @param seen float32 [S, L + 31, 24]: the same as the network sees them, noise included
   * @param codes int64 [S, L + 31, 3], of {@code seen}
   * @param flows L
   * @param replies float32 [N, 8, 2]: the features of replies
   * @param recentPeers float32 [N, 64, 26]: the features of the recent peers
   * @param referred the flows that the targets' peer events refer to
   * @param kept what dropout leaves; null for everything
   */
  record Segments<T>(
      T rows,
      T seen,
      T codes,
      int flows,
      T replies,
      T recentPeers,
      Reference<T> referred,
      Dropout.@Nullable Kept<T> kept,
      Moment<T> moment)
      implements NetworkInputs<T> {

    @Override
    public Encoded<T> encode(FlowNetwork<T> network) {
      TensorOps<T> ops = network.ops();
      int length = flows + CodecSpec.HISTORY - 1;
      T x = network.embedRows(seen, codes, length);
      T last =
          ops.reshape(ops.slice(x, 1, CodecSpec.HISTORY - 1, length), -1, network.shape().row());
      int dilation = 1;
      int width = 0;
      for (int layer = 0; layer < network.shape().layers().length; layer++) {
        T older = ops.slice(x, 1, 0, (long) length - dilation);
        T newer = ops.slice(x, 1, dilation, length);
        x = network.layer(layer, ops.concat(-1, List.of(older, newer)));
        length -= dilation;
        dilation *= 2;
        width = network.shape().layers()[layer];
      }
      T window = ops.reshape(x, -1, width);
      return kept == null
          ? new Encoded<>(window, last)
          : new Encoded<>(ops.mul(window, kept.window()), ops.mul(last, kept.last()));
    }

    @Override
    public T thinned(TensorOps<T> ops, T trunk) {
      return kept == null ? trunk : ops.mul(trunk, kept.trunk());
    }

    @Override
    public T answers(TensorOps<T> ops, T query) {
      int f = HostContext.ROW_FEATURES;
      return ops.add(
          ops.dotRows(answerable(ops), ops.slice(query, 1, 0, f)),
          ops.dotRows(replies, ops.slice(query, 1, f, (long) f + HostContext.REPLY_FEATURES)));
    }

    @Override
    public T mayAnswer(TensorOps<T> ops) {
      return ops.reshape(ops.slice(replies, 2, 0, 1), -1, CodecSpec.REPLIES);
    }

    @Override
    public T peers(TensorOps<T> ops, T query) {
      return ops.dotRows(recentPeers, query);
    }

    private T answerable(TensorOps<T> ops) {
      List<T> parts = new ArrayList<>();
      for (int back = 1; back <= CodecSpec.REPLIES; back++) {
        int from = CodecSpec.HISTORY - back;
        T part = ops.slice(rows, 1, from, (long) from + flows);
        parts.add(ops.reshape(part, -1, 1, HostContext.ROW_FEATURES));
      }
      return ops.concat(1, parts);
    }

    @Override
    public Reference<T> reference(TensorOps<T> ops, T peerEvent) {
      return referred;
    }
  }
}
