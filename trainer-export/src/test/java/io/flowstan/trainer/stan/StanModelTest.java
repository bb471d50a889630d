package io.flowstan.trainer.stan;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.flowstan.bundle.BundleException;
import io.flowstan.bundle.BundleWriter;
import io.flowstan.engine.EngineModel;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class StanModelTest {
  private final Path file;

  StanModelTest(@TempDir Path folder) {
    file = folder.resolve("bundle.zip");
  }

  @Test
  void aBundleOfStanIsOpenedWithItsExtras() throws IOException {
    SmallStan.write(file, SmallStan.random(1));
    assertThat(StanModel.open(file).extras()).isEqualTo(SmallStan.EXTRAS);
  }

  @Test
  void theEngineRefusesStanAndSaysWhatRunsIt() throws IOException {
    SmallStan.write(file, SmallStan.random(1));
    assertThatThrownBy(() -> EngineModel.open(file))
        .isInstanceOf(BundleException.class)
        .hasMessageContaining("STAN, a baseline that only evaluate --stan runs");
  }

  @Test
  void anotherBundleIsRefused() throws IOException {
    new BundleWriter("other").write(file);
    assertThatThrownBy(() -> StanModel.open(file))
        .isInstanceOf(BundleException.class)
        .hasMessageContaining("'other': no file 'stan.json'")
        .hasMessageContaining("expected a bundle of train --architecture stan");
  }

  @Test
  void aBundleWithoutAGraphIsRefused() throws IOException {
    new BundleWriter("half").file(StanModel.EXTRAS, StanModel.bytes(SmallStan.EXTRAS)).write(file);
    assertThatThrownBy(() -> StanModel.open(file))
        .isInstanceOf(BundleException.class)
        .hasMessageContaining("no graph 'step'");
  }

  @Test
  void aGraphOfOtherTensorsIsRefused() throws IOException {
    BundleWriter writer = new BundleWriter("narrow");
    io.flowstan.trainer.tensor.OnnxOps ops =
        new io.flowstan.trainer.tensor.OnnxOps(
            "step", new io.flowstan.trainer.tensor.WeightsFile("weights.bin"));
    io.flowstan.trainer.tensor.OnnxValue input =
        ops.input("previous", io.flowstan.bundle.TensorType.FLOAT32, -1, 4, 16);
    ops.output("drawn", ops.neg(input));
    byte[] model = ops.build();
    writer.file("weights.bin", new byte[0]).graph("step", ops.spec("step.onnx"), model);
    writer.file(StanModel.EXTRAS, StanModel.bytes(SmallStan.EXTRAS)).write(file);
    assertThatThrownBy(() -> StanModel.open(file))
        .isInstanceOf(BundleException.class)
        .hasMessageContaining("graph 'step' takes [float32 [-1, 4, 16] 'previous']: expected");
  }

  @Test
  void extrasThatAreNoneAreRefused() throws IOException {
    BundleWriter writer = new BundleWriter("odd");
    new StanExport(SmallStan.SHAPE, SmallStan.random(1)).addTo(writer);
    writer.file(StanModel.EXTRAS, "{\"rows\": 0}".getBytes(StandardCharsets.UTF_8)).write(file);
    assertThatThrownBy(() -> StanModel.open(file))
        .isInstanceOf(BundleException.class)
        .hasMessageContaining("stan.json");
  }
}
