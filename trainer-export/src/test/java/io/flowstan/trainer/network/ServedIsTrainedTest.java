package io.flowstan.trainer.network;

import static org.assertj.core.api.Assertions.assertThat;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import io.flowstan.codec.CodecSpec;
import io.flowstan.codec.Head;
import io.flowstan.codec.HostContext;
import io.flowstan.testing.CodecGolden;
import io.flowstan.testing.HostStory;
import io.flowstan.testing.ModelRow;
import io.flowstan.trainer.data.SegmentBatches;
import io.flowstan.trainer.optimise.DjlEngine;
import io.flowstan.trainer.optimise.HostTensor;
import io.flowstan.trainer.optimise.LossTerms;
import io.flowstan.trainer.optimise.TrainingBatch;
import io.flowstan.trainer.optimise.Weights;
import io.flowstan.trainer.tensor.DjlOps;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.function.Function;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * The same weights and flows in training (DJL, segments) and in serving (ONNX Runtime, windows).
 */
class ServedIsTrainedTest {
  private static final int FLOWS = 150;
  private static final float[] PROFILE = TinyModel.profile();

  @TempDir private Path folder;

  private final Weights weights = TinyModel.weights(1, 1);
  private final List<ModelRow> rows =
      ModelRow.served(
          TinyModel.codec(),
          HostStory.HOST,
          CodecGolden.START_SECOND,
          HostStory.of(TinyModel.codec(), 2, FLOWS));
  private final TrainingBatch batch =
      new SegmentBatches(List.of(TinyModel.sequence(2, FLOWS)), 10).inOrder().next();

  @Test
  void everyHeadsLogLikelihoodIsTheSame() throws IOException {
    float[] trained = withDjl((ops, inputs) -> scored(ops, inputs).all().toFloatArray());
    float[] served = score();

    for (int n = 0; n < FLOWS; n++) {
      for (Head head : Head.values()) {
        int at = n * Head.values().length + head.column();
        assertThat(Math.abs(served[at] - trained[at]))
            .as("flow %d, %s: served %s, trained %s", n, head.title(), served[at], trained[at])
            .isLessThan(1e-4f * Math.max(1, Math.abs(trained[at]) / 10));
      }
    }
  }

  @Test
  void theLossIsTheMeanOfWhatIsServed() throws IOException {
    SegmentBatches batches = new SegmentBatches(List.of(TinyModel.sequence(2, FLOWS)), 10);
    FlowObjective objective = new FlowObjective(TinyModel.shape(), batches, batches);
    float[] loss =
        withDjl(
            (ops, inputs) -> {
              LossTerms<NDArray> terms = objective.loss(ops, inputs);
              return new float[] {terms.loss().toFloatArray()[0], terms.flows().toFloatArray()[0]};
            });
    double sum = 0;
    for (float nats : score()) {
      sum -= nats;
    }

    assertThat(loss[1]).isEqualTo(FLOWS);
    assertThat(Math.abs(loss[0] - sum / FLOWS)).isLessThan(1e-4 * loss[0]);
  }

  @Test
  void theSameUniformsDrawTheSameFlows() throws IOException {
    SplittableRandom random = new SplittableRandom(5);
    float[] uniforms = new float[FLOWS * Sampler.UNIFORMS];
    for (int i = 0; i < uniforms.length; i++) {
      uniforms[i] = random.nextInt(1 << 23) * 0x1p-23f;
    }
    float[] trained =
        withDjl(
            (ops, inputs) -> {
              NDArray u = ops.constant(uniforms, FLOWS, Sampler.UNIFORMS);
              FlowNetwork<NDArray> network = new FlowNetwork<>(ops, TinyModel.shape());
              return network
                  .run(windows(ops, network), new Sampler<>(ops, u))
                  .columns(ops)
                  .toFloatArray();
            });
    try (ScoredRows served = new ScoredRows(TinyModel.bundle(folder, weights), FLOWS)) {
      float[] drawn = served.step(rows, PROFILE, uniforms);

      int differences = 0;
      for (int n = 0; n < FLOWS; n++) {
        for (int column = 0; column < 15; column++) {
          // a whole number drawn from a wide mixture may fall on the other side of its boundary
          double slack = 2 + Math.abs(trained[n * 15 + column]) * 1e-4;
          boolean number = column == 0 || (column >= 11 && column <= 13);
          double off = Math.abs(drawn[n * 15 + column] - trained[n * 15 + column]);
          differences += off > (number ? slack : 0) ? 1 : 0;
        }
      }
      assertThat(differences).isZero();
      assertThat(drawn[1]).isBetween(0f, 72f);
    }
  }

  @Test
  void whatIsDrawnIsTheSameToTheBitInEveryBatch() throws IOException {
    // Given what is drawn after each flow among all others
    SplittableRandom random = new SplittableRandom(6);
    float[] uniforms = new float[FLOWS * Sampler.UNIFORMS];
    for (int i = 0; i < uniforms.length; i++) {
      uniforms[i] = random.nextInt(1 << 23) * 0x1p-23f;
    }
    try (ScoredRows served = new ScoredRows(TinyModel.bundle(folder, weights), FLOWS)) {
      float[] drawn = served.step(rows, PROFILE, uniforms);
      int columns = drawn.length / FLOWS;

      for (int size = 1; size <= 35; size++) {
        // When it runs among fewer, at another place
        int from = 3 * size;
        List<ModelRow> part = rows.subList(from, from + size);
        float[] u =
            Arrays.copyOfRange(uniforms, from * Sampler.UNIFORMS, (from + size) * Sampler.UNIFORMS);

        // Then
        assertThat(served.step(part, PROFILE, u))
            .as("batch of %d", size)
            .containsExactly(Arrays.copyOfRange(drawn, from * columns, (from + size) * columns));
      }
    }
  }

  private float[] score() throws IOException {
    try (ScoredRows served = new ScoredRows(TinyModel.bundle(folder, weights), FLOWS)) {
      return served.score(rows, PROFILE);
    }
  }

  @FunctionalInterface
  private interface Program {
    float[] run(DjlOps ops, Map<String, NDArray> inputs);
  }

  private float[] withDjl(Program program) {
    try (NDManager manager = DjlEngine.start(1).newManager()) {
      Map<String, NDArray> parameters = new HashMap<>();
      weights.tensors().forEach((name, t) -> parameters.put(name, onDevice(manager, t)));
      Map<String, NDArray> inputs = new HashMap<>();
      batch.inputs().forEach((name, t) -> inputs.put(name, onDevice(manager, t)));
      return program.run(new DjlOps(manager, parameters), inputs);
    }
  }

  private static NDArray onDevice(NDManager manager, HostTensor tensor) {
    if (tensor instanceof HostTensor.Floats floats) {
      return manager.create(floats.values(), new Shape(floats.shape()));
    }
    HostTensor.Longs longs = (HostTensor.Longs) tensor;
    return manager.create(longs.values(), new Shape(longs.shape()));
  }

  private static Scorer<NDArray> scored(DjlOps ops, Map<String, NDArray> inputs) {
    FlowNetwork<NDArray> network = new FlowNetwork<>(ops, TinyModel.shape());
    Function<String, NDArray> in =
        name -> {
          NDArray input = inputs.get(name);
          if (input == null) {
            throw new AssertionError("no input " + name);
          }
          return input;
        };
    NDArray contexts = network.context(in.apply("ticks"), in.apply("calendar"));
    Scorer<NDArray> scorer =
        new Scorer<>(ops, TinyModel.shape(), in.apply("targets"), in.apply("numbers"));
    network.run(
        new NetworkInputs.Segments<>(
            in.apply("rows"),
            in.apply("seen_rows"),
            in.apply("seen_codes"),
            SegmentBatches.SEGMENT,
            in.apply("replies"),
            in.apply("peers"),
            new NetworkInputs.Reference<>(in.apply("referred"), in.apply("referred_codes")),
            null,
            new NetworkInputs.Moment<>(
                in.apply("services"),
                in.apply("now"),
                in.apply("last_ports"),
                ops.gatherRows(contexts, in.apply("context_index")),
                in.apply("profile"),
                Steering.none(ops))),
        scorer);
    return scorer;
  }

  private NetworkInputs<NDArray> windows(DjlOps ops, FlowNetwork<NDArray> network) {
    NDArray context =
        network.context(
            floats(ops, ModelRow::ticks, CodecSpec.TICKS, HostContext.TICK_FEATURES),
            floats(ops, ModelRow::calendar, HostContext.CALENDAR_FEATURES));
    return new NetworkInputs.Windows<>(
        bytes(ops, ModelRow::historyBytes, CodecSpec.HISTORY, HostContext.ROW_BYTES),
        bytes(ops, ModelRow::latestBytes, CodecSpec.REPLIES, HostContext.LATEST_BYTES),
        bytes(ops, ModelRow::peerBytes, CodecSpec.PEERS, HostContext.PEER_BYTES),
        new NetworkInputs.Moment<>(
            floats(ops, ModelRow::services, TinyModel.codec().serviceClasses()),
            floats(ops, ModelRow::now, HostContext.NOW_FEATURES),
            floats(ops, ModelRow::lastPorts, 2),
            context,
            floats(ops, row -> PROFILE, TinyModel.PROFILE),
            Steering.none(ops)));
  }

  private NDArray floats(DjlOps ops, Function<ModelRow, float[]> part, long... shape) {
    int width = part.apply(rows.get(0)).length;
    float[] all = new float[FLOWS * width];
    for (int n = 0; n < FLOWS; n++) {
      System.arraycopy(part.apply(rows.get(n)), 0, all, n * width, width);
    }
    return ops.constant(all, batched(shape).getShape());
  }

  private NDArray bytes(DjlOps ops, Function<ModelRow, byte[]> part, long... shape) {
    return floats(
        ops,
        row -> {
          byte[] bytes = part.apply(row);
          float[] values = new float[bytes.length];
          for (int i = 0; i < values.length; i++) {
            values[i] = bytes[i] & 255;
          }
          return values;
        },
        shape);
  }

  private static Shape batched(long... shape) {
    return new Shape(FLOWS).addAll(new Shape(shape));
  }
}
