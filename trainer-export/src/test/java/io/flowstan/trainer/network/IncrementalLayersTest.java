package io.flowstan.trainer.network;

import static org.assertj.core.api.Assertions.assertThat;

import io.flowstan.bundle.Bundle;
import io.flowstan.codec.ModelContract;
import io.flowstan.model.OnnxGraph;
import io.flowstan.testing.CodecGolden;
import io.flowstan.testing.HostStory;
import io.flowstan.testing.ModelRow;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * The layers carried along from flow to flow, against those of the host's last 32 rows alone, as a
 * restored host has them.
 */
class IncrementalLayersTest {
  private static final int FLOWS = 201;

  @TempDir private Path folder;

  private final List<ModelRow> rows =
      ModelRow.served(
          TinyModel.codec(),
          HostStory.HOST,
          CodecGolden.START_SECOND,
          HostStory.of(TinyModel.codec(), 3, FLOWS));

  static Stream<NetworkShape> shapes() {
    return Stream.of(
        TinyModel.shape(), NetworkShape.standard(TinyModel.codec(), TinyModel.PROFILE));
  }

  @ParameterizedTest
  @MethodSource("shapes")
  void whatTheStepsSaidIsMadeAnewFromTheLastRowsToTheBit(NetworkShape shape) throws IOException {
    Bundle bundle = TinyModel.bundle(folder, shape, TinyModel.weights(shape, 7, 1));
    int layers = shape.layers().length;
    try (OnnxGraph step = OnnxGraph.open(bundle, ModelContract.STEP, 1);
        OnnxGraph remember = OnnxGraph.open(bundle, ModelContract.REMEMBER, 1)) {
      // Given a host's whole stream, carried along: by layer, what it was given at each flow
      List<List<float[]>> carried = new ArrayList<>();
      List<float[]> beforeStart = new ArrayList<>();
      for (int layer = 0; layer < layers; layer++) {
        carried.add(new ArrayList<>());
        beforeStart.add(remembered(remember, shape, rows.get(0), layer).get(0));
      }
      for (int flow = 0; flow < FLOWS; flow++) {
        for (int layer = 0; layer < layers; layer++) {
          // When the last 32 rows are all that is known
          List<float[]> anew = remembered(remember, shape, rows.get(flow), layer);

          // Then
          List<float[]> said = new ArrayList<>();
          for (int ago = IncrementalLayers.flowsAgo(layer); ago >= 1; ago--) {
            said.add(ago > flow ? beforeStart.get(layer) : carried.get(layer).get(flow - ago));
          }
          assertThat(anew)
              .as("layer %d before flow %d", layer, flow)
              .usingElementComparator(Arrays::compare)
              .containsExactlyElementsOf(said);
          step.floats(past(layer)).put(0, said.get(0));
        }
        ScoredRows.fillLatest(step, 0, rows.get(flow));
        step.run(1);
        for (int layer = 0; layer < layers; layer++) {
          float[] present = new float[IncrementalLayers.inputWidth(shape, layer)];
          step.floatOutput(ModelContract.PRESENT + IncrementalLayers.flowsAgo(layer))
              .get(0, present);
          carried.get(layer).add(present);
        }
      }
      // the rows tell themselves apart to the last layer, or the test would show nothing
      assertThat(carried.get(layers - 1).stream().map(Arrays::hashCode).distinct().count())
          .isGreaterThan(FLOWS / 2);
    }
  }

  private static List<float[]> remembered(
      OnnxGraph remember, NetworkShape shape, ModelRow row, int layer) {
    remember.bytes(ModelContract.HISTORY).put(0, row.historyBytes());
    remember.run(1);
    int width = IncrementalLayers.inputWidth(shape, layer);
    List<float[]> entries = new ArrayList<>();
    for (int entry = 0; entry < IncrementalLayers.flowsAgo(layer); entry++) {
      float[] values = new float[width];
      remember.floatOutput(past(layer)).get(entry * width, values);
      entries.add(values);
    }
    return entries;
  }

  private static String past(int layer) {
    return ModelContract.PAST + IncrementalLayers.flowsAgo(layer);
  }
}
