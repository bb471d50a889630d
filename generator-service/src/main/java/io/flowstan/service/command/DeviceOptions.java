package io.flowstan.service.command;

import io.flowstan.bundle.Bundle;
import io.flowstan.cli.sample.StreamsFactory;
import io.flowstan.codec.ModelContract;
import io.flowstan.engine.HostShards;
import io.flowstan.model.ExecutionProvider;
import io.flowstan.model.OnnxGraph;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** On which device flows are drawn: a mixin for commands that draw. */
final class DeviceOptions {
  @Option(
      names = "--execution-provider",
      paramLabel = "cpu|cuda",
      description =
          "Device that draws; where it cannot be had, the CPU does, with a warning (default: cpu).")
  private @Nullable ExecutionProvider provider;

  /** What was asked for, or null. */
  @Nullable ExecutionProvider provider() {
    return provider;
  }

  /**
   * Streams on {@code wanted}, or those of {@code onCpu} where that device does not run the model
   * here, of which {@code people} are told once.
   */
  static StreamsFactory on(
      @Nullable ExecutionProvider wanted,
      StreamsFactory onCpu,
      @Nullable Path bundle,
      PrintWriter people)
      throws IOException {
    if (wanted == null || wanted == ExecutionProvider.CPU) {
      return onCpu;
    }
    ExecutionProvider found = probe(wanted, bundle, people);
    return found == ExecutionProvider.CPU
        ? onCpu
        : (location, network, threads) -> HostShards.open(location, network, threads, found);
  }

  /** What a graph of the model really runs on when {@code wanted} is asked for. */
  private static ExecutionProvider probe(
      ExecutionProvider wanted, @Nullable Path location, PrintWriter people) throws IOException {
    Bundle bundle = location == null ? Bundle.openDefault() : Bundle.open(location);
    try (OnnxGraph graph =
        OnnxGraph.open(bundle, ModelContract.CONTEXT, 1, wanted, people::println)) {
      graph.run(1);
      return graph.provider();
    } finally {
      people.flush();
    }
  }
}
