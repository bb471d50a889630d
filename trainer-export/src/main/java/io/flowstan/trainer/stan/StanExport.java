package io.flowstan.trainer.stan;

import io.flowstan.bundle.BundleWriter;
import io.flowstan.bundle.TensorType;
import io.flowstan.trainer.optimise.Weights;
import io.flowstan.trainer.tensor.OnnxOps;
import io.flowstan.trainer.tensor.OnnxValue;
import io.flowstan.trainer.tensor.WeightsFile;

/** Records the trained networks as the graphs {@code step} and {@code score}, and their weights. */
final class StanExport {
  static final String STEP = "step";
  static final String SCORE = "score";

  static final String PREVIOUS = StanBatches.PREVIOUS;
  static final String ROW = StanBatches.ROW;
  static final String TARGETS = StanBatches.TARGETS;
  static final String LN_WIDTHS = StanBatches.LN_WIDTHS;
  static final String UNIFORMS = "uniforms";
  static final String NORMALS = "normals";

  static final String DRAWN = "drawn";
  static final String DRAWN_ROW = "drawn_row";
  static final String REDRAWS = "redraws";
  static final String LOG_LIKELIHOOD = "log_likelihood";
  static final String MIXTURES = "mixtures";

  private static final String WEIGHTS = "weights.bin";

  private final StanShape shape;
  private final WeightsFile weights = new WeightsFile(WEIGHTS);

  StanExport(StanShape shape, Weights weights) {
    this.shape = shape;
    weights
        .tensors()
        .forEach((name, tensor) -> this.weights.add(name, tensor.values(), tensor.shape()));
  }

  /** Adds the graphs and the weights to {@code bundle}. */
  void addTo(BundleWriter bundle) {
    bundle.file(WEIGHTS, weights.bytes());
    OnnxOps step = new OnnxOps(STEP, weights);
    step(step);
    add(bundle, STEP, step);
    OnnxOps score = new OnnxOps(SCORE, weights);
    score(score);
    add(bundle, SCORE, score);
  }

  private static void add(BundleWriter bundle, String name, OnnxOps ops) {
    byte[] model = ops.build();
    bundle.graph(name, ops.spec(name + ".onnx"), model);
  }

  private void step(OnnxOps ops) {
    OnnxValue previous = previous(ops);
    OnnxValue uniforms = ops.input(UNIFORMS, TensorType.FLOAT32, -1, StanSampler.UNIFORMS);
    OnnxValue normals = ops.input(NORMALS, TensorType.FLOAT32, -1, StanSampler.NORMALS);
    StanSampler<OnnxValue> sampler = new StanSampler<>(ops, shape, uniforms, normals);
    sampler.run(previous);
    ops.output(DRAWN, sampler.values());
    ops.output(DRAWN_ROW, sampler.row());
    ops.output(REDRAWS, sampler.redraws());
  }

  private void score(OnnxOps ops) {
    OnnxValue previous = previous(ops);
    OnnxValue row = ops.input(ROW, TensorType.FLOAT32, -1, StanAttribute.COLUMNS);
    OnnxValue targets = ops.input(TARGETS, TensorType.INT64, -1, StanAttribute.CLASSES);
    OnnxValue widths = ops.input(LN_WIDTHS, TensorType.FLOAT32, -1, StanNumber.values().length);
    StanScorer<OnnxValue> scorer = new StanScorer<>(ops, shape);
    scorer.run(previous, row, targets, widths);
    ops.output(LOG_LIKELIHOOD, scorer.all());
    ops.output(MIXTURES, scorer.mixtures());
  }

  private static OnnxValue previous(OnnxOps ops) {
    return ops.input(PREVIOUS, TensorType.FLOAT32, -1, StanRow.PREVIOUS, StanAttribute.COLUMNS);
  }
}
