package io.flowstan.trainer.command;

import io.flowstan.cli.BuildVersion;
import io.flowstan.cli.ExitCode;
import io.flowstan.cli.FailureException;
import io.flowstan.cli.FlowstanCommand;
import io.flowstan.cli.OutputOptions;
import io.flowstan.cli.UsageException;
import io.flowstan.io.HostList;
import io.flowstan.trainer.optimise.CheckpointFolder;
import io.flowstan.trainer.optimise.Checkpointing;
import io.flowstan.trainer.optimise.DjlEngine;
import io.flowstan.trainer.optimise.TrainingException;
import io.flowstan.trainer.optimise.TrainingLoop;
import io.flowstan.trainer.optimise.TrainingResult;
import io.flowstan.trainer.optimise.TrainingSettings;
import io.flowstan.trainer.tensor.DjlOps;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.ServiceLoader;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** {@code flowstan train}: recorded flows in, a bundle out. */
@Command(
    name = "train",
    description = "Trains a model on recorded flows and writes it as a bundle.")
public final class TrainCommand implements FlowstanCommand {
  private final @Nullable ModelBuilder given;

  @Mixin private final TrainOptions options = new TrainOptions();
  @Mixin private final OutputOptions output = new OutputOptions();

  @Spec private @Nullable CommandSpec spec;

  /** The command with the model that the class path offers. */
  public TrainCommand() {
    this.given = null;
  }

  TrainCommand(ModelBuilder builder) {
    this.given = builder;
  }

  @Override
  public Integer call() throws IOException {
    // everything that can be refused is refused before the long work
    options.check();
    requireFile("--flows", options.flows);
    requireFile("--hosts", options.hosts);
    HostList listed = HostList.read(options.hosts);
    if (listed.addresses().size() < 2) {
      throw new UsageException(
          "--hosts " + options.hosts + ": one host, expected at least 2: one is for validation");
    }
    HostSplit hosts = HostSplit.of(listed, options.validationShare, options.seed);
    requireWritable(options.out);
    requireCheckpoint();
    Provenance.DataFile flowsFile = Provenance.DataFile.of(options.flows);
    Provenance.DataFile hostsFile = Provenance.DataFile.of(options.hosts);
    DjlEngine engine = DjlEngine.start(options.threadCount());
    say(
        "training on %d hosts, validating on %d others; %s",
        hosts.training().size(), hosts.validation().size(), engine.description());
    PreparedModel model =
        builder()
            .prepare(
                new TrainingRequest(
                    options.flows,
                    hosts,
                    options.onError,
                    options.seed,
                    options.batch(),
                    options.memory(),
                    options.rows()));
    model.notes().forEach(note -> say("%s", note));

    Map<String, String> identity = new LinkedHashMap<>(model.identity());
    identity.put("flows", "sha256 " + flowsFile.sha256());
    identity.put("hosts", "sha256 " + hostsFile.sha256());
    identity.put("validation share", Double.toString(options.validationShare));
    identity.put("batch", Integer.toString(options.batch()));
    identity.put("on-error", options.onError.toString());
    TrainingResult result = train(engine, model, identity);

    TrainingSettings settings = options.settings();
    Provenance provenance =
        new Provenance(
            options.commandLine(),
            "flowstan " + BuildVersion.text(),
            Runtime.version().toString(),
            result.engine(),
            List.of(flowsFile, hostsFile),
            settings.identity());
    model.export(result, provenance, options.out);
    new CheckpointFolder(options.checkpointFolder()).delete();
    say(
        "wrote %s: epoch %d of %d, %.4f nats/flow on hosts not trained on",
        options.out,
        result.bestEpoch() + 1,
        result.history().size(),
        result.best().validation().total());
    output.json(TrainingSummary.of(result, options.out.toString()));
    return ExitCode.DONE;
  }

  private TrainingResult train(
      DjlEngine engine, PreparedModel model, Map<String, String> identity) {
    Path folder = options.checkpointFolder();
    if (!options.resume) {
      new CheckpointFolder(folder).delete();
    }
    try (EpochLines lines = new EpochLines(model.objective(), output, err())) {
      return new TrainingLoop(
              engine, DjlOps::new, model.objective(), options.settings(), System::nanoTime, lines)
          .run(new Checkpointing(folder, options.checkpointEvery, options.resume, identity));
    } catch (TrainingException e) {
      throw new FailureException(String.valueOf(e.getMessage()), e);
    }
  }

  private void requireCheckpoint() {
    Path folder = options.checkpointFolder();
    boolean there = new CheckpointFolder(folder).holdsCheckpoint();
    if (options.resume && !there) {
      throw new FailureException(
          folder + ": no checkpoint to resume; start the run without --resume");
    }
    if (there && !options.resume && !options.overwrite) {
      throw new UsageException(
          folder
              + ": holds the checkpoint of an unfinished run; go on with --resume, or begin anew"
              + " with --overwrite");
    }
  }

  private ModelBuilder builder() {
    if (given != null) {
      return given;
    }
    return ServiceLoader.load(ModelBuilder.class).stream()
        .map(ServiceLoader.Provider::get)
        .filter(builder -> builder.architecture() == options.architecture)
        .findFirst()
        .orElseThrow(
            () ->
                new FailureException(
                    "no model "
                        + options.architecture
                        + " on the class path: expected a service of "
                        + ModelBuilder.class.getName()));
  }

  private void requireWritable(Path out) {
    Path whole = out.toAbsolutePath().normalize();
    Path parent = whole.getParent();
    if (parent == null || !Files.isDirectory(parent)) {
      throw new UsageException("--out " + out + ": no folder " + parent + "; make it first");
    }
    if (!Files.isWritable(parent)) {
      throw new UsageException("--out " + out + ": no permission to write in " + parent);
    }
    if (Files.exists(whole) && !options.overwrite) {
      throw new UsageException(
          "--out " + out + ": exists already; choose another name or add --overwrite");
    }
  }

  private static void requireFile(String option, Path file) throws IOException {
    if (!Files.exists(file)) {
      throw new NoSuchFileException(option + " " + file);
    }
    if (!Files.isRegularFile(file) || !Files.isReadable(file)) {
      throw new FailureException(option + " " + file + ": expected a file that can be read");
    }
  }

  private void say(String format, Object... arguments) {
    PrintWriter err = err();
    err.println(String.format(Locale.ROOT, format, arguments));
    err.flush();
  }

  private PrintWriter err() {
    if (spec == null) {
      throw new IllegalStateException("train runs through picocli only");
    }
    return spec.commandLine().getErr();
  }
}
