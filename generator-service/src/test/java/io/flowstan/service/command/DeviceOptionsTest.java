package io.flowstan.service.command;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.flowstan.cli.sample.StreamsFactory;
import io.flowstan.engine.FakeHostStreams;
import io.flowstan.model.ExecutionProvider;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class DeviceOptionsTest {
  private final StreamsFactory onCpu = (bundle, network, threads) -> new FakeHostStreams(1_000);
  private final StringWriter said = new StringWriter();

  @Test
  void theCpuIsTakenWithoutAWord() throws IOException {
    assertThat(choose(ExecutionProvider.CPU)).isSameAs(onCpu);
    assertThat(choose(null)).isSameAs(onCpu);
    assertThat(said.toString()).isEmpty();
  }

  @Test
  void whereCudaCannotBeHadTheCpuDrawsWithOneWarning() throws IOException {
    StreamsFactory chosen = choose(ExecutionProvider.CUDA);

    assumeTrue(chosen == onCpu, "this machine has CUDA");
    assertThat(said.toString().lines())
        .singleElement()
        .asString()
        .contains("CUDA cannot be used, running on the CPU");
  }

  private StreamsFactory choose(@Nullable ExecutionProvider wanted) throws IOException {
    return DeviceOptions.on(wanted, onCpu, null, new PrintWriter(said));
  }
}
