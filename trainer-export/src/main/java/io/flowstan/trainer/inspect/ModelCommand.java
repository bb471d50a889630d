package io.flowstan.trainer.inspect;

import io.flowstan.bundle.Bundle;
import io.flowstan.bundle.BundleException;
import io.flowstan.bundle.BundleWriter;
import io.flowstan.cli.ExitCode;
import io.flowstan.cli.FlowstanCommand;
import io.flowstan.cli.OutputOptions;
import io.flowstan.io.HostList;
import io.flowstan.io.OnError;
import io.flowstan.trainer.data.HostFlows;
import java.io.IOException;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.ArgGroup;
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

  @Option(
      names = "--export",
      paramLabel = "BUNDLE",
      description =
          "Write the model with the same weights and its graphs as this program writes them: what an"
              + " earlier release's bundle gains without being trained anew.")
  private @Nullable Path export;

  @ArgGroup(exclusive = false)
  private @Nullable NewReference reference;

  @Mixin private final OutputOptions output = new OutputOptions();

  /** Flows to count anew what live streams are compared with, and where the result goes. */
  static final class NewReference {
    @Option(
        names = "--reference",
        required = true,
        paramLabel = "FILE",
        description =
            "Count the flows of this table (UGR'16) into the histograms that live streams are"
                + " compared with, and write the bundle with these to --out.")
    @SuppressWarnings("NullAway.Init")
    private Path flows;

    @Option(
        names = "--hosts",
        required = true,
        paramLabel = "FILE",
        description = "Hosts whose flows are counted, one address a line.")
    @SuppressWarnings("NullAway.Init")
    private Path hosts;

    @Option(
        names = "--out",
        required = true,
        paramLabel = "BUNDLE",
        description = "Folder or zip file for the bundle with the new histograms.")
    @SuppressWarnings("NullAway.Init")
    private Path out;

    /** The graphs and all else stay as they are; the digest, and so the streams' name, changes. */
    Bundle write(Bundle bundle) throws IOException {
      HostFlows training = HostFlows.read(flows, HostList.read(hosts), OnError.FAIL);
      return BundleWriter.of(bundle).section("reference", training.reference()).write(out);
    }
  }

  private static Bundle exported(Bundle bundle, Path out) throws IOException {
    try {
      return new InspectedModel(bundle).withNewGraphs().write(out);
    } catch (IllegalArgumentException e) {
      throw new BundleException(bundle + ": " + e.getMessage(), e);
    }
  }

  @Override
  public Integer call() throws IOException {
    EmbeddingFiles files = embeddings == null ? null : EmbeddingFiles.check(embeddings);
    Bundle opened = bundle == null ? Bundle.openDefault() : Bundle.open(bundle);
    if (export != null) {
      opened = exported(opened, export);
    }
    InspectedModel model = new InspectedModel(reference == null ? opened : reference.write(opened));
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
