package io.flowstan.trainer.network;

import ai.djl.ndarray.NDArray;
import io.flowstan.codec.Head;
import io.flowstan.random.CounterRandom;
import io.flowstan.trainer.data.SegmentBatches;
import io.flowstan.trainer.optimise.LossTerms;
import io.flowstan.trainer.optimise.Objective;
import io.flowstan.trainer.optimise.ParameterSpec;
import io.flowstan.trainer.optimise.TrainingBatch;
import io.flowstan.trainer.tensor.TensorOps;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The joint negative log-likelihood of flows given their hosts' contexts, in nats: the sum over the
 * heads, teacher-forced.
 *
 * <p>In the loss, not in the nats, a new peer's first octet counts for every flow that the peer
 * brings: no later head sees the octet, so this is what makes the octets of flows right, where most
 * new peers are met once and few are met all day.
 */
public final class FlowObjective implements Objective {
  /** Name of the random numbers that say what is dropped. */
  private static final long DROPPED = 0xD40B;

  private final NetworkShape shape;
  private final Dropout dropout;
  private final SegmentBatches training;
  private final SegmentBatches validation;
  private final LeftOut leftOut;

  /** Without dropout, and with everything. */
  public FlowObjective(NetworkShape shape, SegmentBatches training, SegmentBatches validation) {
    this(shape, training, validation, 0, LeftOut.NOTHING);
  }

  /**
   * @param dropout share of the hidden numbers that training drops
   * @param leftOut what the network is not shown
   */
  public FlowObjective(
      NetworkShape shape,
      SegmentBatches training,
      SegmentBatches validation,
      double dropout,
      LeftOut leftOut) {
    this.shape = shape;
    this.leftOut = leftOut;
    this.dropout = new Dropout(shape, dropout);
    this.training = training;
    this.validation = validation;
  }

  @Override
  public List<ParameterSpec> parameters() {
    return NetworkParameters.of(shape);
  }

  @Override
  public int trainingBatches(int epoch) {
    return training.count();
  }

  @Override
  public Iterator<TrainingBatch> epoch(long seed, int epoch) {
    long key = CounterRandom.subKey(seed, epoch);
    return leftOut.from(
        dropout.masked(training.shuffled(key), CounterRandom.subKey(key, DROPPED)), shape);
  }

  @Override
  public Iterator<TrainingBatch> validation() {
    return leftOut.from(validation.inOrder(), shape);
  }

  @Override
  public LossTerms<NDArray> loss(TensorOps<NDArray> ops, Map<String, NDArray> inputs) {
    return lossOf(ops, inputs);
  }

  private <T> LossTerms<T> lossOf(TensorOps<T> ops, Map<String, T> inputs) {
    FlowNetwork<T> network = new FlowNetwork<>(ops, shape);
    T contexts = network.context(input(inputs, "ticks"), input(inputs, "calendar"));
    NetworkInputs.Moment<T> moment =
        new NetworkInputs.Moment<>(
            input(inputs, "services"),
            input(inputs, "now"),
            input(inputs, "last_ports"),
            ops.gatherRows(contexts, input(inputs, "context_index")),
            input(inputs, "profile"),
            Steering.none(ops));
    NetworkInputs.Reference<T> referred =
        new NetworkInputs.Reference<>(input(inputs, "referred"), input(inputs, "referred_codes"));
    NetworkInputs<T> segments =
        new NetworkInputs.Segments<>(
            input(inputs, "rows"),
            input(inputs, "seen_rows"),
            input(inputs, "seen_codes"),
            SegmentBatches.SEGMENT,
            input(inputs, "replies"),
            input(inputs, "peers"),
            referred,
            Dropout.Kept.of(inputs),
            moment);
    Scorer<T> scorer = new Scorer<>(ops, shape, input(inputs, "targets"), input(inputs, "numbers"));
    network.run(segments, scorer);
    T weight = input(inputs, "weight");
    T flows = ops.sum(ops.reshape(weight, -1), 0, false);
    Map<String, T> nats = new LinkedHashMap<>();
    T total = ops.constant(new float[] {0}, 1);
    for (Head head : Head.values()) {
      T weighed = ops.reshape(ops.mul(scorer.logLikelihood(head), weight), -1);
      T sum = ops.neg(ops.sum(weighed, 0, false));
      nats.put(head.title(), sum);
      total = ops.add(total, head == Head.FIRST_OCTET ? octets(ops, weighed, inputs) : sum);
    }
    return new LossTerms<>(ops.sum(ops.div(total, flows), 0, false), nats, flows);
  }

  /** The first octets' share of the loss: weighed by the flows that a new peer brings. */
  private static <T> T octets(TensorOps<T> ops, T logLikelihood, Map<String, T> inputs) {
    T weight = ops.reshape(input(inputs, "octet_weight"), -1);
    return ops.neg(ops.sum(ops.mul(logLikelihood, weight), 0, false));
  }

  private static <T> T input(Map<String, T> inputs, String name) {
    T value = inputs.get(name);
    if (value == null) {
      throw new IllegalArgumentException("batch without '" + name + "': it has " + inputs.keySet());
    }
    return value;
  }
}
