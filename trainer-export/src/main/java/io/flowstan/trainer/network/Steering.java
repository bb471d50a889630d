package io.flowstan.trainer.network;

import io.flowstan.codec.CodecSpec;
import io.flowstan.codec.SteeringColumns;
import io.flowstan.trainer.tensor.TensorOps;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/**
 * What a host that runs free is steered by, as terms of logits: zeros in training and scoring.
 *
 * <p>A model that is right about each next flow still drifts away from the host's profile, because
 * its own last flows say more than the profile does. So those who run it may lean on it: {@link
 * SteeringColumns} has the columns of the input. The restraint is taken off the logits of short
 * times between flows, in full at 0 s and less and less up to {@value CodecSpec#GAP_CLASSES} s; a
 * full second's off 0 s alone. What is masked stays masked. A host's largest flow bounds its
 * packets.
 */
final class Steering<T> {
  /** Where the parts begin: the restraint and the full second are one. */
  private static final int[] FIRST_COLUMNS = {
    SteeringColumns.RESTRAINT,
    SteeringColumns.USUAL_SERVICE,
    SteeringColumns.NEW_PEER,
    SteeringColumns.ANSWER,
    SteeringColumns.USUAL_PEER,
    SteeringColumns.FEWER_PACKETS_BY_TCP,
    SteeringColumns.FEWER_PACKETS_BY_OTHERS,
    SteeringColumns.LARGE,
    SteeringColumns.HUGE,
    SteeringColumns.FIRST_PROTOCOL,
    SteeringColumns.FIRST_SERVICE,
    SteeringColumns.FIRST_PEER
  };

  private final TensorOps<T> ops;
  private final CodecSpec codec;

  /** The parts of the input by their first columns. */
  private final Map<Integer, T> parts = new HashMap<>();

  /**
   * @param input float32 [N, W] or [1, W]
   */
  Steering(TensorOps<T> ops, CodecSpec codec, T input) {
    this.ops = ops;
    this.codec = codec;
    long[] lengths = new long[FIRST_COLUMNS.length];
    for (int i = 0; i < lengths.length; i++) {
      int end = i + 1 < lengths.length ? FIRST_COLUMNS[i + 1] : SteeringColumns.WIDTH;
      lengths[i] = (long) end - FIRST_COLUMNS[i];
    }
    List<T> all = ops.split(input, 1, lengths);
    for (int i = 0; i < lengths.length; i++) {
      parts.put(FIRST_COLUMNS[i], all.get(i));
    }
  }

  /** The input of hosts that are left alone, float32 [1, W]. */
  static <T> T none(TensorOps<T> ops) {
    return ops.constant(new float[SteeringColumns.WIDTH], 1, SteeringColumns.WIDTH);
  }

  /** Added to the logits of the gap's classes: float32 [N, GAP_CLASSES + 1]. */
  T gaps() {
    int classes = CodecSpec.GAP_CLASSES + 1;
    float[] haste = new float[2 * classes];
    haste[classes] = -1; // the full second's
    for (int second = 0; second < CodecSpec.GAP_CLASSES; second++) {
      haste[second] = (float) second / CodecSpec.GAP_CLASSES - 1;
    }
    T restraints = part(SteeringColumns.RESTRAINT);
    return ops.matmul(restraints, ops.constant(haste, 2, classes));
  }

  /** Added to the logit of a new peer: float32 [N, 1]. */
  T newPeer() {
    return part(SteeringColumns.NEW_PEER);
  }

  /** Added to the logit of a service for each unit of its flows so far: float32 [N, 1]. */
  T usualServices() {
    return part(SteeringColumns.USUAL_SERVICE);
  }

  /**
   * Packets that a flow has at most: float32 [N, 1].
   *
   * @param isTcp float32 [N, 1], ones and zeros
   */
  T mostPackets(T isTcp) {
    T fewer =
        ops.where(
            isTcp,
            part(SteeringColumns.FEWER_PACKETS_BY_TCP),
            part(SteeringColumns.FEWER_PACKETS_BY_OTHERS));
    return ops.sub(ops.constant(new float[] {codec.maxPackets()}, 1, 1), fewer);
  }

  /** Added to the logit of a large flow: float32 [N, 1]. */
  T large() {
    return part(SteeringColumns.LARGE);
  }

  /** Added to the logits of components of large flows, as far as these are huge: [N, 1]. */
  T huge() {
    return part(SteeringColumns.HUGE);
  }

  /** Added to the logits of the answers to the last flows: float32 [N, 1]. */
  T answers() {
    return part(SteeringColumns.ANSWER);
  }

  /**
   * The logits of the recent peers, tilted among themselves: whether a recent peer comes next at
   * all is as likely as before, sum(exp(logits)).
   *
   * @param logits float32 [N, 64]
   */
  T peers(T logits) {
    T tilts = part(SteeringColumns.FIRST_PEER);
    T gain =
        ops.sum(ops.mul(ops.softmax(RuleTables.floored(ops, logits)), ops.exp(tilts)), -1, true);
    return ops.sub(ops.add(logits, tilts), ops.log(gain));
  }

  /** Added to the logits of the protocols: float32 [N, protocols]. */
  T protocols() {
    int classes = codec.protocols().size();
    int count = SteeringColumns.PROTOCOLS.size();
    float[] places = new float[count * classes];
    for (int p = 0; p < count; p++) {
      int place = codec.protocols().indexOf(SteeringColumns.PROTOCOLS.get(p));
      if (place >= 0) {
        places[p * classes + place] = 1;
      }
    }
    return ops.matmul(part(SteeringColumns.FIRST_PROTOCOL), ops.constant(places, count, classes));
  }

  /**
   * Added to the logits of the service classes. A kind of services is leaned to where the protocol
   * drawn is one of its own.
   *
   * @param protocol int64 [N]
   */
  FlowNetwork.Term<T> services(T protocol) {
    int[] kinds = SteeringColumns.kinds(codec);
    int count = SteeringColumns.SERVICES.size();
    float[] places = new float[count * kinds.length];
    for (int service = 0; service < kinds.length; service++) {
      if (kinds[service] >= 0) {
        places[kinds[service] * kinds.length + service] = 1;
      }
    }
    T leaning = ops.mul(part(SteeringColumns.FIRST_SERVICE), ops.gatherRows(speak(), protocol));
    return new FlowNetwork.Term<>(leaning, ops.constant(places, count, kinds.length));
  }

  /** Which protocols speak with which kinds of services: float32 [protocols, kinds], 0 or 1. */
  private T speak() {
    int count = SteeringColumns.SERVICES.size();
    int classes = codec.protocols().size();
    float[] speak = new float[(classes + 1) * count];
    for (int p = 0; p < classes; p++) {
      for (int kind = 0; kind < count; kind++) {
        boolean own = SteeringColumns.SERVICES.get(kind).speaks(codec.protocols().get(p));
        speak[p * count + kind] = own ? 1 : 0;
      }
    }
    return ops.constant(speak, classes + 1L, count);
  }

  private T part(int firstColumn) {
    return Objects.requireNonNull(parts.get(firstColumn));
  }
}
