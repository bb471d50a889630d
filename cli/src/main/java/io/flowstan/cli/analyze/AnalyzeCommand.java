package io.flowstan.cli.analyze;

import io.flowstan.cli.ExitCode;
import io.flowstan.cli.FlowstanCommand;
import io.flowstan.cli.InputOptions;
import io.flowstan.cli.OutputOptions;
import io.flowstan.cli.ProgressLine;
import io.flowstan.cli.UsageException;
import io.flowstan.cli.hosts.NetworkOptions;
import io.flowstan.cli.table.TablePass;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import picocli.CommandLine.Command;
import picocli.CommandLine.Help.Visibility;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** The command {@code analyze}: what recorded or sampled tables hold. */
@Command(
    name = "analyze",
    description = "Say what tables of flows (UGR'16) hold: hosts, rates, volumes, faults.",
    footer = {
      "",
      "The tables are read once, in constant memory. A host is an address in --network; its"
          + " category is both (sent and received), sent-only, received-only, or internal where it"
          + " talks only to other such addresses. Autocorrelations and Fano factors are of the"
          + " hosts with 200 flows or more."
    })
public final class AnalyzeCommand implements FlowstanCommand {
  @Parameters(
      paramLabel = "FILE",
      arity = "1..*",
      description = "Tables in the order of time, plain or gzip.",
      showDefaultValue = Visibility.NEVER)
  private List<Path> files = List.of();

  @Mixin private NetworkOptions monitored;

  @Option(
      names = "--max-hosts",
      paramLabel = "N",
      description = "Hosts to hold at most, under 1 KiB each; flows of others are counted.")
  private int maxHosts = 1 << 16;

  @Mixin private InputOptions input;
  @Mixin private OutputOptions output;

  /** The command; picocli fills it. */
  @SuppressWarnings("NullAway.Init")
  public AnalyzeCommand() {}

  @Override
  public Integer call() throws IOException {
    if (maxHosts < 1) {
      throw new UsageException("--max-hosts = " + maxHosts + ": expected a whole number >= 1");
    }
    long begun = System.nanoTime();
    Analysis analysis = new Analysis(monitored.networks(), maxHosts);
    TablePass pass = new TablePass(files, input.onError());
    try (ProgressLine progress = output.progress("analyze", TablePass.UNIT, pass.sizeKib())) {
      pass.run(progress, analysis::add);
    }
    double seconds = (System.nanoTime() - begun) / 1e9;
    AnalysisSummary summary =
        new AnalysisSummary(
            pass.flows(),
            seconds,
            pass.flows() / seconds,
            files.stream().map(Path::toString).toList(),
            analysis.traffic(),
            analysis.hosts(),
            analysis.faults().summary(pass.skippedByKind()));
    new AnalysisText(output.people()).print(summary);
    pass.reportSkipped(output.people());
    output.json(summary);
    return ExitCode.DONE;
  }
}
