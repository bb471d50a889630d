package io.flowstan.trainer.law;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import io.flowstan.codec.FlowCodec;
import io.flowstan.codec.Head;
import io.flowstan.flow.Flow;
import io.flowstan.trainer.data.HostSequence;
import io.flowstan.trainer.data.SegmentBatches;
import io.flowstan.trainer.data.SegmentBatches.ContextNoise;
import io.flowstan.trainer.network.FlowObjective;
import io.flowstan.trainer.network.LeftOut;
import io.flowstan.trainer.network.NetworkShape;
import io.flowstan.trainer.optimise.DjlEngine;
import io.flowstan.trainer.optimise.HostTensor;
import io.flowstan.trainer.optimise.LossTerms;
import io.flowstan.trainer.optimise.Objective;
import io.flowstan.trainer.optimise.TrainingBatch;
import io.flowstan.trainer.optimise.TrainingListener;
import io.flowstan.trainer.optimise.TrainingLoop;
import io.flowstan.trainer.optimise.TrainingSettings;
import io.flowstan.trainer.optimise.Weights;
import io.flowstan.trainer.tensor.DjlOps;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;

/**
 * Trains the product's network by the product's loop on lawful hosts, and weighs it on other ones.
 *
 * @param seed of the hosts, the first weights and the batches
 * @param hosts to train on
 * @param heldOut to weigh on
 * @param epochs over the training hosts
 * @param learningRate at its peak
 * @param shippedSizes whether the network has the product's sizes, else about half of them
 */
record LawTraining(
    long seed, int hosts, int heldOut, int epochs, double learningRate, boolean shippedSizes) {
  private static final int DAYS = 1;
  private static final int THREADS = 2;
  private static final int FLOWS_PER_STEP = 512;

  /** The product hides the context of as many segments; all profiles are alike here. */
  private static final ContextNoise NOISE = new ContextNoise(0.1, 0, 0, 0);

  /** Weights trained with all inputs, or with the three hours hidden throughout. */
  Weights train(boolean hidden, TrainingListener listener) {
    Objective objective = objective(hosts, hidden);
    TrainingSettings product = TrainingSettings.of(epochs, seed);
    TrainingSettings settings =
        new TrainingSettings(
            epochs,
            null,
            seed,
            learningRate,
            product.warmUpSteps(),
            product.finalLearningRateShare(),
            product.weightDecay(),
            product.clipNorm(),
            product.averageDecay(),
            epochs);
    return new TrainingLoop(
            DjlEngine.start(THREADS), DjlOps::new, objective, settings, System::nanoTime, listener)
        .run(null)
        .weights();
  }

  /** What held-out flows cost these weights. */
  LawCost cost(Weights weights, boolean hidden) {
    Objective objective = objective(0, hidden);
    double[] sums = new double[Head.values().length];
    double flows = 0;
    try (NDManager manager = DjlEngine.start(THREADS).newManager()) {
      Map<String, NDArray> parameters = onDevice(manager, weights.tensors());
      for (Iterator<TrainingBatch> all = objective.validation(); all.hasNext(); ) {
        try (NDManager scope = manager.newSubManager()) {
          Map<String, NDArray> inputs = onDevice(scope, all.next().inputs());
          LossTerms<NDArray> terms = objective.loss(new DjlOps(scope, parameters), inputs);
          flows += terms.flows().toFloatArray()[0];
          for (Head head : Head.values()) {
            NDArray nats = terms.nats().get(head.title());
            sums[head.column()] += nats == null ? Double.NaN : nats.toFloatArray()[0];
          }
        }
      }
    }
    return LawCost.of(sums, flows);
  }

  /** What they cost who knows the law, with the three hours in sight or without. */
  LawCost lawCost(boolean sees) {
    double[] sums = new double[Head.values().length];
    double flows = 0;
    for (int number = hosts; number < hosts + heldOut; number++) {
      List<Flow> all = LawfulHost.flows(seed, number, DAYS);
      double[] one = LawNats.sum(LawfulHost.address(number), all, sees);
      for (int h = 0; h < sums.length; h++) {
        sums[h] += one[h];
      }
      flows += all.size();
    }
    return LawCost.of(sums, flows);
  }

  /**
   * @param hidden whether the three hours of five-minute ticks are
   */
  private Objective objective(int trainingHosts, boolean hidden) {
    NetworkShape shape =
        shippedSizes
            ? NetworkShape.standard(KnownLaw.codec(), 1)
            : new NetworkShape(
                KnownLaw.codec(), 1, 6, 2, 16, new int[] {12, 12, 12, 12, 16}, 12, 64, 24);
    int segments = FLOWS_PER_STEP / SegmentBatches.SEGMENT;
    return new FlowObjective(
        shape,
        new SegmentBatches(sequences(0, trainingHosts), segments, NOISE, 1),
        new SegmentBatches(sequences(hosts, hosts + heldOut), 4 * segments),
        0,
        hidden ? LeftOut.LONG_CONTEXT : LeftOut.NOTHING);
  }

  private List<HostSequence> sequences(int from, int to) {
    FlowCodec codec = new FlowCodec(KnownLaw.codec());
    List<HostSequence> sequences = new ArrayList<>();
    for (int number = from; number < to; number++) {
      sequences.add(
          HostSequence.of(
              codec,
              LawfulHost.address(number),
              LawfulHost.START_SECOND,
              LawfulHost.flows(seed, number, DAYS),
              new float[] {0}));
    }
    return sequences;
  }

  private static Map<String, NDArray> onDevice(
      NDManager manager, Map<String, ? extends HostTensor> tensors) {
    Map<String, NDArray> arrays = new HashMap<>();
    tensors.forEach(
        (name, tensor) ->
            arrays.put(
                name,
                tensor instanceof HostTensor.Floats floats
                    ? manager.create(floats.values(), new Shape(floats.shape()))
                    : manager.create(
                        ((HostTensor.Longs) tensor).values(), new Shape(tensor.shape()))));
    return arrays;
  }
}
