package io.flowstan.trainer.network;

import io.flowstan.codec.CodecSpec;
import io.flowstan.codec.HostContext;
import io.flowstan.trainer.tensor.TensorOps;
import java.util.ArrayList;
import java.util.List;

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

  /** Features of the last 8 flows, the last one first: float32 [N, 8, 24]. */
  T answerable(TensorOps<T> ops);

  /**
   * The flow that a peer event refers to: the answered one, or the last one with the peer; zeros
   * for a new peer.
   *
   * @param peerEvent int64 [N]
   */
  Reference<T> reference(TensorOps<T> ops, T peerEvent);

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
   * @param peers float32 [N, 64, 26]
   * @param replies float32 [N, 8, 2]
   * @param now float32 [N, 12]
   * @param lastPorts float32 [N, 2]
   * @param context float32 [N, context width]
   * @param profile float32 [N, P]
   */
  record Moment<T>(T peers, T replies, T now, T lastPorts, T context, T profile) {}

  /**
   * Scoring: one window per flow.
   *
   * @param history float32 [N, 32, 24], oldest first
   * @param historyCodes int64 [N, 32, 3]
   * @param peerCodes int64 [N, 64, 3]
   */
  record Windows<T>(T history, T historyCodes, T peerCodes, Moment<T> moment)
      implements NetworkInputs<T> {

    @Override
    public Encoded<T> encode(FlowNetwork<T> network) {
      TensorOps<T> ops = network.ops();
      T rows = network.embedRows(history, historyCodes, CodecSpec.HISTORY);
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

    @Override
    public T answerable(TensorOps<T> ops) {
      int first = CodecSpec.HISTORY - CodecSpec.REPLIES;
      return ops.reversed(history, 1, first, CodecSpec.HISTORY);
    }

    @Override
    public Reference<T> reference(TensorOps<T> ops, T peerEvent) {
      int first = CodecSpec.HISTORY - CodecSpec.REPLIES;
      T codes = ops.reversed(historyCodes, 1, first, CodecSpec.HISTORY);
      return new Lookup<>(ops, answerable(ops), codes, moment.peers(), peerCodes)
          .reference(peerEvent);
    }
  }

  /**
   * Drawing: the flows that may be answered, and what the layers were given earlier.
   *
   * @param latest float32 [N, 8, 24], the last flow first
   * @param latestCodes int64 [N, 8, 3]
   * @param pasts for each layer what it was given some flows ago, see {@link IncrementalLayers}
   * @param peerCodes int64 [N, 64, 3]
   */
  record Latest<T>(T latest, T latestCodes, List<T> pasts, T peerCodes, Moment<T> moment)
      implements NetworkInputs<T> {

    /** What each layer is given at the newest flow, and what the last one makes of it. */
    List<T> newest(FlowNetwork<T> network) {
      TensorOps<T> ops = network.ops();
      return new IncrementalLayers<>(network)
          .newest(
              ops.reshape(ops.slice(latest, 1, 0, 1), -1, HostContext.ROW_FEATURES),
              ops.reshape(ops.slice(latestCodes, 1, 0, 1), -1, HostContext.ROW_CODES),
              pasts);
    }

    @Override
    public Encoded<T> encode(FlowNetwork<T> network) {
      List<T> newest = newest(network);
      return new Encoded<>(newest.get(newest.size() - 1), newest.get(0));
    }

    @Override
    public T answerable(TensorOps<T> ops) {
      return latest;
    }

    @Override
    public Reference<T> reference(TensorOps<T> ops, T peerEvent) {
      return new Lookup<>(ops, latest, latestCodes, moment.peers(), peerCodes).reference(peerEvent);
    }
  }

  /**
   * Past flows by what a peer event says of them.
   *
   * @param latest float32 [N, 8, 24], the last flow first
   * @param latestCodes int64 [N, 8, 3]
   * @param peers float32 [N, 64, 26]
   * @param peerCodes int64 [N, 64, 3]
   */
  record Lookup<T>(TensorOps<T> ops, T latest, T latestCodes, T peers, T peerCodes) {

    Reference<T> reference(T peerEvent) {
      T event = ops.reshape(ops.toFloat(peerEvent), -1, 1);
      T isReply = ops.less(event, scalar(CodecSpec.REPLIES));
      T isKnown = ops.less(event, scalar(CodecSpec.NEW_PEER));
      // what is out of range is not looked at
      T back = within(event, CodecSpec.REPLIES);
      T place = within(ops.sub(event, scalar(CodecSpec.REPLIES)), CodecSpec.PEERS);
      T peer = ops.pickRows(peers, place);
      T features =
          ops.where(
              isReply,
              ops.pickRows(latest, back),
              ops.mul(ops.slice(peer, 1, 0, HostContext.ROW_FEATURES), isKnown));
      T codes =
          ops.where(
              isReply,
              ops.toFloat(ops.pickRows(latestCodes, back)),
              ops.mul(ops.toFloat(ops.pickRows(peerCodes, place)), isKnown));
      return new Reference<>(features, ops.toLong(codes));
    }

    private T within(T index, int length) {
      T bounded = ops.min(ops.max(index, scalar(0)), scalar(length - 1f));
      return ops.toLong(ops.reshape(bounded, -1));
    }

    private T scalar(float value) {
      return ops.constant(new float[] {value}, 1, 1);
    }
  }

  /**
   * Training: S segments of L flows, N = S * L.
   *
   * @param rows float32 [S, L + 31, 24]: the rows of flows i-32 .. i+L-2 for targets i .. i+L-1
   * @param seen float32 [S, L + 31, 24]: the same as the network sees them, noise included
   * @param codes int64 [S, L + 31, 3], of {@code seen}
   * @param flows L
   * @param referred the flows that the targets' peer events refer to
   */
  record Segments<T>(T rows, T seen, T codes, int flows, Reference<T> referred, Moment<T> moment)
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
      return new Encoded<>(ops.reshape(x, -1, width), last);
    }

    @Override
    public T answerable(TensorOps<T> ops) {
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
