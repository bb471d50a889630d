package io.flowstan.trainer.stan;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import io.flowstan.bundle.Bundle;
import io.flowstan.model.OnnxGraph;
import io.flowstan.random.CounterRandom;
import io.flowstan.trainer.evaluate.SmallTraffic;
import io.flowstan.trainer.optimise.DjlEngine;
import io.flowstan.trainer.optimise.Weights;
import io.flowstan.trainer.tensor.DjlOps;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The networks in training (DJL) and in the exported graphs (ONNX Runtime). */
class StanGraphsTest {
  private static final int FLOWS = 24;
  private static final int MAGNITUDE = 3 * StanNumber.COMPONENTS;

  private final Weights weights = SmallStan.random(3);
  private final StanExamples examples = new StanExamples(FLOWS);
  private final Bundle bundle;

  StanGraphsTest(@TempDir Path folder) throws IOException {
    bundle = SmallStan.write(folder.resolve("small.zip"), weights);
  }

  @BeforeEach
  void recordedFlowsAreThere() {
    SmallTraffic.of(1, 2, FLOWS / 2)
        .byHost()
        .forEach(
            (host, flows) -> {
              for (int place = 0; place < FLOWS / 2; place++) {
                examples.add(flows, place, host, SmallTraffic.START_SECOND);
              }
            });
  }

  @Test
  void everyLogLikelihoodIsTheSame() throws IOException {
    float[] trained;
    float[] mixtures;
    try (NDManager manager = DjlEngine.start(1).newManager()) {
      DjlOps ops = ops(manager);
      StanScorer<NDArray> scorer = new StanScorer<>(ops, SmallStan.SHAPE);
      scorer.run(
          previous(ops),
          ops.constant(examples.rows(), FLOWS, StanAttribute.COLUMNS),
          ops.constant(examples.targets(), FLOWS, StanAttribute.CLASSES),
          ops.constant(examples.lnWidths(), FLOWS, 4));
      trained = scorer.all().toFloatArray();
      mixtures = scorer.mixtures().toFloatArray();
    }
    try (OnnxGraph score = OnnxGraph.open(bundle, StanExport.SCORE, FLOWS)) {
      run(score, examples.rows());
      for (int i = 0; i < trained.length; i++) {
        float served = score.floatOutput(StanExport.LOG_LIKELIHOOD).get(i);
        float slack = 1e-4f * Math.max(1, Math.abs(trained[i]) / 10);
        assertThat(served).as("value %d", i).isCloseTo(trained[i], within(slack));
      }
      for (int i = 0; i < mixtures.length; i++) {
        float served = score.floatOutput(StanExport.MIXTURES).get(i);
        assertThat(served).as("mixture %d", i).isCloseTo(mixtures[i], within(1e-4f));
      }
    }
  }

  @Test
  void theSameRandomNumbersDrawTheSameRows() throws IOException {
    float[] trained;
    try (NDManager manager = DjlEngine.start(1).newManager()) {
      DjlOps ops = ops(manager);
      StanSampler<NDArray> sampler =
          new StanSampler<>(
              ops,
              SmallStan.SHAPE,
              ops.constant(uniforms(), FLOWS, StanSampler.UNIFORMS),
              ops.constant(normals(), FLOWS, StanSampler.NORMALS));
      sampler.run(previous(ops));
      trained = sampler.values().toFloatArray();
    }
    try (OnnxGraph step = step()) {
      for (int n = 0; n < FLOWS; n++) {
        for (StanAttribute attribute : StanAttribute.values()) {
          int i = n * StanAttribute.COUNT + attribute.place();
          float served = step.floatOutput(StanExport.DRAWN).get(i);
          // a magnitude may fall on the other side of a cell's border
          float slack = attribute.number() == null ? 0 : 1 + 1e-4f * trained[i];
          assertThat(served).as(attribute.title()).isCloseTo(trained[i], within(slack));
        }
      }
    }
  }

  @Test
  void aDrawnRowIsWhatItsValuesAreWrittenAs() throws IOException {
    try (OnnxGraph step = step()) {
      for (int n = 0; n < FLOWS; n++) {
        long[] values = new long[StanAttribute.COUNT];
        for (int i = 0; i < values.length; i++) {
          values[i] = (long) step.floatOutput(StanExport.DRAWN).get(n * values.length + i);
        }
        float[] written = new float[StanAttribute.COLUMNS];
        StanRow.write(values, written, 0);
        float[] drawn = new float[StanAttribute.COLUMNS];
        step.floatOutput(StanExport.DRAWN_ROW).get(n * drawn.length, drawn, 0, drawn.length);
        assertThat(drawn).usingComparatorWithPrecision(1e-6f).containsExactly(written);
      }
    }
  }

  @Test
  void aNetworkSeesNothingOfWhatIsDrawnLater() throws IOException {
    try (OnnxGraph score = OnnxGraph.open(bundle, StanExport.SCORE, FLOWS)) {
      run(score, examples.rows());
      float[] logs = output(score, StanExport.LOG_LIKELIHOOD, StanAttribute.COUNT);
      float[] mixtures = output(score, StanExport.MIXTURES, StanScorer.MIXTURE_COLUMNS);
      for (StanAttribute from : StanAttribute.values()) {
        // When every column of an attribute and of those behind it is another one
        float[] changed = examples.rows().clone();
        float[] visible = from.visible();
        for (int i = 0; i < changed.length; i++) {
          changed[i] = visible[i % visible.length] == 1 ? changed[i] : 1 - changed[i];
        }
        run(score, changed);
        // Then the networks up to the attribute's own say the same to the bit
        float[] logsNow = output(score, StanExport.LOG_LIKELIHOOD, StanAttribute.COUNT);
        float[] mixturesNow = output(score, StanExport.MIXTURES, StanScorer.MIXTURE_COLUMNS);
        for (int n = 0; n < FLOWS; n++) {
          int number = 0;
          for (StanAttribute attribute : StanAttribute.values()) {
            boolean before = attribute.place() <= from.place();
            if (attribute.number() != null) {
              int at = (n * 4 + number++) * MAGNITUDE;
              if (before) {
                assertThat(Arrays.copyOfRange(mixturesNow, at, at + MAGNITUDE))
                    .as("%s after %s changed", attribute.title(), from.title())
                    .containsExactly(Arrays.copyOfRange(mixtures, at, at + MAGNITUDE));
              }
            } else if (before) {
              int at = n * StanAttribute.COUNT + attribute.place();
              assertThat(logsNow[at])
                  .as("%s after %s changed", attribute.title(), from.title())
                  .isEqualTo(logs[at]);
            }
          }
        }
      }
    }
  }

  @Test
  void aNetworkSeesAllThatIsDrawnBefore() throws IOException {
    try (OnnxGraph score = OnnxGraph.open(bundle, StanExport.SCORE, FLOWS)) {
      run(score, examples.rows());
      float[] logs = output(score, StanExport.LOG_LIKELIHOOD, StanAttribute.COUNT);
      for (StanAttribute seen : StanAttribute.values()) {
        if (seen == StanAttribute.DURATION) {
          continue;
        }
        float[] changed = examples.rows().clone();
        for (int n = 0; n < FLOWS; n++) {
          changed[n * StanAttribute.COLUMNS + seen.column()] += 3;
        }
        run(score, changed);
        float[] now = output(score, StanExport.LOG_LIKELIHOOD, StanAttribute.COUNT);
        int next = seen.place() + 1;
        assertThat(now[next]).as("what follows %s", seen.title()).isNotEqualTo(logs[next]);
      }
    }
  }

  @Test
  void thePublishedSizesHave3Point9MillionParameters() {
    // 13 convolutions of 640 + 36,928 + 73,856 + 147,584 and dense layers of 24,624; heads of
    // 49 * (24 + 3 + 2 + 2 * 1670 + 4 * 256 + 4 * 30)
    long parameters =
        StanNetwork.parameters(StanShape.published()).stream().mapToLong(p -> p.size()).sum();
    assertThat(parameters).isEqualTo(13L * (259_008 + 24_624) + 49L * 4_513).isEqualTo(3_908_353L);
  }

  private OnnxGraph step() throws IOException {
    OnnxGraph step = OnnxGraph.open(bundle, StanExport.STEP, FLOWS);
    step.floats(StanExport.PREVIOUS).put(0, examples.previous());
    step.floats(StanExport.UNIFORMS).put(0, uniforms());
    step.floats(StanExport.NORMALS).put(0, normals());
    step.run(FLOWS);
    return step;
  }

  private void run(OnnxGraph score, float[] rows) {
    score.floats(StanExport.PREVIOUS).put(0, examples.previous());
    score.floats(StanExport.ROW).put(0, rows);
    score.longs(StanExport.TARGETS).put(0, examples.targets());
    score.floats(StanExport.LN_WIDTHS).put(0, examples.lnWidths());
    score.run(FLOWS);
  }

  private static float[] output(OnnxGraph graph, String name, int width) {
    float[] values = new float[FLOWS * width];
    graph.floatOutput(name).get(0, values);
    return values;
  }

  private DjlOps ops(NDManager manager) {
    Map<String, NDArray> parameters = new HashMap<>();
    weights
        .tensors()
        .forEach(
            (name, t) -> parameters.put(name, manager.create(t.values(), new Shape(t.shape()))));
    return new DjlOps(manager, parameters);
  }

  private NDArray previous(DjlOps ops) {
    return ops.constant(examples.previous(), FLOWS, StanRow.PREVIOUS, StanAttribute.COLUMNS);
  }

  private static float[] uniforms() {
    float[] uniforms = new float[FLOWS * StanSampler.UNIFORMS];
    for (int i = 0; i < uniforms.length; i++) {
      uniforms[i] = CounterRandom.uniform(5, i);
    }
    return uniforms;
  }

  /** The sum of twelve uniforms, less six: near enough to a normal. */
  private static float[] normals() {
    float[] normals = new float[FLOWS * StanSampler.NORMALS];
    for (int i = 0; i < normals.length; i++) {
      for (int j = 0; j < 12; j++) {
        normals[i] += CounterRandom.uniform(6, 12L * i + j);
      }
      normals[i] -= 6;
    }
    return normals;
  }
}
