package io.flowstan.trainer.inspect;

import io.flowstan.bundle.Bundle;
import io.flowstan.bundle.BundleException;
import io.flowstan.bundle.BundleWriter;
import io.flowstan.cli.ExitCode;
import io.flowstan.cli.FlowstanCommand;
import io.flowstan.cli.OutputOptions;
import io.flowstan.cli.UsageException;
import io.flowstan.io.HostList;
import io.flowstan.io.OnError;
import io.flowstan.trainer.data.HostFlows;
import io.flowstan.trainer.model.NewHosts;
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
  private @Nullable Recounted recounted;

  @Mixin private final OutputOptions output = new OutputOptions();

  /** Recorded flows to fit parts of the bundle to that are no weights, and where it goes. */
  static final class Recounted {
    private static final long SEED = 1;

    @Option(
        names = "--reference",
        paramLabel = "FILE",
        description =
            "Count the flows of this table (UGR'16) into the histograms that live streams are"
                + " compared with, and write the bundle with these to --out.")
    private @Nullable Path reference;

    @Option(
        names = "--profiles",
        paramLabel = "FILE",
        description =
            "Let the model make hosts like those of this table (UGR'16): fit the distribution of"
                + " profiles to them, correct the rate by free runs, and write the bundle to --out.")
    private @Nullable Path profiles;

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
        description = "Folder or zip file for the new bundle.")
    @SuppressWarnings("NullAway.Init")
    private Path out;

    /** The graphs and all else stay as they are; the digest, and so the streams' name, changes. */
    Bundle write(Bundle bundle) throws IOException {
      BundleWriter writer =
          profiles == null
              ? BundleWriter.of(bundle)
              : NewHosts.like(bundle, recorded(profiles), SEED);
      if (reference != null) {
        writer.section("reference", recorded(reference).reference());
      }
      return writer.write(out);
    }

    private HostFlows recorded(Path table) throws IOException {
      return HostFlows.read(table, HostList.read(hosts), OnError.FAIL);
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
    if (recounted != null && recounted.reference == null && recounted.profiles == null) {
      throw new UsageException(
          "--hosts and --out: expected --reference or --profiles beside them, with the table to fit to");
    }
    EmbeddingFiles files = embeddings == null ? null : EmbeddingFiles.check(embeddings);
    Bundle opened = bundle == null ? Bundle.openDefault() : Bundle.open(bundle);
    if (export != null) {
      opened = exported(opened, export);
    }
    InspectedModel model = new InspectedModel(recounted == null ? opened : recounted.write(opened));
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
