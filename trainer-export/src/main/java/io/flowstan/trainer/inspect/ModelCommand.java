package io.flowstan.trainer.inspect;

import io.flowstan.bundle.Bundle;
import io.flowstan.cli.ExitCode;
import io.flowstan.cli.FlowstanCommand;
import io.flowstan.cli.OutputOptions;
import java.io.IOException;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code flowstan model}: what a bundle holds, what a flow costs, what its classes look like. */
@Command(
    name = "model",
    description = "Prints what a trained model holds: attributes, graphs, cost, where it is from.")
public final class ModelCommand implements FlowstanCommand {
  @Parameters(
      arity = "0..1",
      paramLabel = "BUNDLE",
      description = "A bundle's folder or zip file (default: the shipped one).")
  private @Nullable Path bundle;

  @Option(
      names = "--embeddings",
      paramLabel = "FILE.csv",
      description =
          "Write what the model learned of its classes (services, protocols, flags, ToS, kinds of"
              + " hosts) as vectors, and beside it FILE.svg, a picture of them.")
  private @Nullable Path embeddings;

  @Mixin private final OutputOptions output = new OutputOptions();

  @Override
  public Integer call() throws IOException {
    EmbeddingFiles files = embeddings == null ? null : EmbeddingFiles.check(embeddings);
    InspectedModel model =
        new InspectedModel(bundle == null ? Bundle.openDefault() : Bundle.open(bundle));
    ModelSummary summary = model.summary();
    new ModelText(output.people()).print(summary);
    if (files != null) {
      files.write(EmbeddingTable.of(model));
      output.people().println("\nEmbeddings: " + files.csv() + " and " + files.svg());
      output.people().flush();
    }
    output.json(summary);
    return ExitCode.DONE;
  }
}
