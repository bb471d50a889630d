package io.flowstan.trainer.stan;

import ai.djl.ndarray.NDArray;
import io.flowstan.random.CounterRandom;
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
 * The sum of the 13 networks' own losses: cross-entropy of classes, negative log density of
 * magnitudes times the width of a whole number's cell, nats a flow. They share no parameter, so
 * this trains each alone.
 */
final class StanObjective implements Objective {
  /** Name of the pass over held-out rows below the run's seed. */
  private static final long VALIDATION = -1;

  private final StanShape shape;
  private final StanBatches training;
  private final StanBatches validation;
  private final long seed;

  StanObjective(StanShape shape, StanBatches training, StanBatches validation, long seed) {
    this.shape = shape;
    this.training = training;
    this.validation = validation;
    this.seed = seed;
  }

  @Override
  public List<ParameterSpec> parameters() {
    return StanNetwork.parameters(shape);
  }

  @Override
  public int trainingBatches(int epoch) {
    return training.count();
  }

  /** Other rows in each pass. */
  @Override
  public Iterator<TrainingBatch> epoch(long runSeed, int epoch) {
    return training.pass(CounterRandom.subKey(runSeed, epoch));
  }

  @Override
  public Iterator<TrainingBatch> validation() {
    return validation.pass(CounterRandom.subKey(seed, VALIDATION));
  }

  @Override
  public LossTerms<NDArray> loss(TensorOps<NDArray> ops, Map<String, NDArray> inputs) {
    StanScorer<NDArray> scorer = new StanScorer<>(ops, shape);
    NDArray row = input(inputs, StanBatches.ROW);
    scorer.run(
        input(inputs, StanBatches.PREVIOUS),
        row,
        input(inputs, StanBatches.TARGETS),
        input(inputs, StanBatches.LN_WIDTHS));
    float flows = row.getShape().get(0);
    Map<String, NDArray> nats = new LinkedHashMap<>();
    NDArray total = ops.constant(new float[] {0}, 1);
    for (StanAttribute attribute : StanAttribute.values()) {
      NDArray likelihoods = ops.reshape(scorer.logLikelihood(attribute), -1);
      NDArray sum = ops.neg(ops.sum(likelihoods, 0, true));
      nats.put(attribute.title(), sum);
      total = ops.add(total, sum);
    }
    NDArray mean = ops.mul(total, ops.constant(new float[] {1 / flows}, 1));
    return new LossTerms<>(ops.sum(mean, 0, false), nats, ops.constant(new float[] {flows}, 1));
  }

  private static NDArray input(Map<String, NDArray> inputs, String name) {
    NDArray value = inputs.get(name);
    if (value == null) {
      throw new IllegalArgumentException("batch without '" + name + "': it has " + inputs.keySet());
    }
    return value;
  }
}
