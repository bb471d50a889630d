package io.flowstan.trainer.optimise;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDArrays;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import ai.djl.training.GradientCollector;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The weights on the device, and how one batch moves them.
 *
 * <p>Everything that a batch makes belongs to a manager that is closed with the batch, so memory
 * stays flat.
 */
final class Learner {
  private final DjlEngine engine;
  private final NDManager manager;
  private final OpsFactory ops;
  private final Objective objective;
  private final ParameterLayout layout;
  private final GradientClipping clipping;
  private final NDArray weights;
  private final AdamW optimiser;
  private final MovingAverage average;
  private final Staging staging = new Staging();

  /** What one batch cost. */
  record Figures(double loss, double gradientNorm, double flows, Map<String, Double> nats) {
    double nll() {
      return nats.values().stream().mapToDouble(Double::doubleValue).sum() / flows;
    }
  }

  /** Begins at {@code start}; tensors belong to {@code manager}, which the caller closes. */
  Learner(
      DjlEngine engine,
      NDManager manager,
      OpsFactory ops,
      Objective objective,
      ParameterLayout layout,
      TrainingSettings settings,
      Vectors start) {
    this.engine = engine;
    this.manager = manager;
    this.ops = ops;
    this.objective = objective;
    this.layout = layout;
    this.clipping = new GradientClipping(settings.clipNorm());
    this.weights = vector(start.weights());
    this.optimiser =
        new AdamW(
            vector(start.firstMoment()), vector(start.secondMoment()), settings.weightDecay());
    this.average = new MovingAverage(vector(start.average()), settings.averageDecay());
  }

  /** Takes the {@code step}-th step (from 1) down the gradient of a batch. */
  Figures step(TrainingBatch batch, long step, double learningRate) {
    try (NDManager scope = manager.newSubManager()) {
      // shares the weights' memory, but is a leaf of this step's graph alone
      NDArray leaf = weights.stopGradient();
      leaf.attach(scope);
      leaf.setRequiresGradient(true);
      LossTerms<NDArray> terms;
      try (GradientCollector collector = engine.engine().newGradientCollector()) {
        terms = loss(leaf, batch, scope);
        collector.backward(terms.loss());
      }
      NDArray gradient = leaf.getGradient();
      Figures figures = read(terms, gradient.norm());
      if (!Double.isFinite(figures.loss()) || !Double.isFinite(figures.gradientNorm())) {
        throw new TrainingException(
            "step "
                + step
                + ": loss "
                + figures.loss()
                + ", gradient norm "
                + figures.gradientNorm()
                + ", nats "
                + figures.nats()
                + ": expected finite numbers; try a lower learning rate");
      }
      double factor = clipping.factor(figures.gradientNorm());
      optimiser.update(
          weights, factor < 1 ? gradient.mul(factor) : gradient, step, learningRate, scope);
      average.update(weights, step, scope);
      return figures;
    }
  }

  /** What the averaged weights cost on held-out batches. */
  NatsPerFlow evaluate(Iterator<TrainingBatch> batches) {
    NatsPerFlow sum = NatsPerFlow.NOTHING;
    while (batches.hasNext()) {
      try (NDManager scope = manager.newSubManager()) {
        NDArray still = average.array().stopGradient();
        still.attach(scope);
        LossTerms<NDArray> terms = loss(still, batches.next(), scope);
        Figures figures = read(terms, terms.loss());
        sum = sum.plus(figures.flows(), figures.nats());
      }
    }
    return sum;
  }

  float[] averagedWeights() {
    return average.values();
  }

  Vectors vectors(float[] best) {
    return new Vectors(
        weights.toFloatArray(),
        optimiser.firstMoment(),
        optimiser.secondMoment(),
        average.values(),
        best);
  }

  private NDArray vector(float[] values) {
    return staging.tensor(manager, values, values.length);
  }

  private LossTerms<NDArray> loss(NDArray flat, TrainingBatch batch, NDManager scope) {
    Map<String, NDArray> inputs = new LinkedHashMap<>();
    batch.inputs().forEach((name, tensor) -> inputs.put(name, tensor.copyTo(scope, staging)));
    return objective.loss(ops.over(scope, layout.views(flat)), inputs);
  }

  /** One transfer from the device for all scalars of a batch. */
  private static Figures read(LossTerms<NDArray> terms, NDArray norm) {
    NDList scalars = new NDList(scalar(terms.loss()), scalar(norm), scalar(terms.flows()));
    List<String> names = new ArrayList<>();
    terms
        .nats()
        .forEach(
            (name, sum) -> {
              names.add(name);
              scalars.add(scalar(sum));
            });
    float[] values = NDArrays.concat(scalars).toFloatArray();
    Map<String, Double> nats = new LinkedHashMap<>();
    for (int i = 0; i < names.size(); i++) {
      nats.put(names.get(i), (double) values[3 + i]);
    }
    return new Figures(values[0], values[1], values[2], nats);
  }

  private static NDArray scalar(NDArray x) {
    return x.stopGradient().reshape(new Shape(1));
  }
}
