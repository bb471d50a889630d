package io.flowstan.cli.extract;

import io.flowstan.cli.ExitCode;
import io.flowstan.cli.FailureException;
import io.flowstan.cli.FlowstanCommand;
import io.flowstan.cli.InputOptions;
import io.flowstan.cli.OutputOptions;
import io.flowstan.cli.ProgressLine;
import io.flowstan.cli.UsageException;
import io.flowstan.cli.hosts.HostCategory;
import io.flowstan.cli.hosts.HostTable;
import io.flowstan.cli.hosts.MonitoredNetworks;
import io.flowstan.cli.hosts.NetworkOptions;
import io.flowstan.cli.table.FlowSink;
import io.flowstan.cli.table.FlowVisitor;
import io.flowstan.cli.table.OneTable;
import io.flowstan.cli.table.TablePass;
import io.flowstan.cli.table.TargetOptions;
import io.flowstan.io.FlowFormat;
import io.flowstan.io.HostList;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.function.IntPredicate;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Help.Visibility;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** The command {@code extract}: the flows of chosen hosts out of larger tables. */
@Command(
    name = "extract",
    description = "Write the flows of chosen hosts out of larger tables (UGR'16).",
    footer = {
      "",
      "Rows keep their order. The chosen hosts are listed in X.hosts beside X.csv (or"
          + " beside the folder X). The tables are read twice, first to count and to check; nothing"
          + " is written where that fails or no host is chosen. A host's category is what analyze"
          + " prints."
    })
public final class ExtractCommand implements FlowstanCommand {
  /** Hosts that are counted at most; a few dozen bytes each. */
  static final int MAX_HOSTS = 1 << 20;

  @Parameters(
      paramLabel = "FILE",
      arity = "1..*",
      description = "Tables in the order of time, plain or gzip.",
      showDefaultValue = Visibility.NEVER)
  private List<Path> files = List.of();

  @Mixin private TargetOptions target;

  @Option(
      names = "--hosts",
      paramLabel = "LIST",
      description =
          "Choose among the hosts of this file, one address a line (default: among all of"
              + " --network).")
  private @Nullable Path hosts;

  @Mixin private NetworkOptions monitored;

  @Option(
      names = "--category",
      paramLabel = "CATEGORY",
      split = ",",
      converter = HostCategory.Converter.class,
      description =
          "Choose hosts of these categories: both, sent-only, received-only, internal (default:"
              + " all).",
      showDefaultValue = Visibility.NEVER)
  private List<HostCategory> categories = List.of();

  @Option(
      names = "--min-flows",
      paramLabel = "N",
      description = "Choose hosts with at least so many flows.")
  private long minFlows = 1;

  @Option(
      names = "--max-flows",
      paramLabel = "N",
      description = "Choose hosts with at most so many flows (default: any number).")
  private @Nullable Long maxFlows;

  @Mixin private InputOptions input;
  @Mixin private OutputOptions output;

  /** The command; picocli fills it. */
  @SuppressWarnings("NullAway.Init")
  public ExtractCommand() {}

  @Override
  public Integer call() throws IOException {
    HostChoice choice = choice();
    refuseToOverwriteInput();
    long begun = System.nanoTime();
    HostList listed = hosts == null ? null : HostList.read(hosts);
    HostTable<CandidateHost> table = candidates(listed);
    TablePass counting = pass("count", table::add);
    HostList chosen = choose(table, listed, choice, counting.names());
    try (FlowSink sink = target.open(FlowFormat.UGR16, chosen)) {
      Extraction extraction = new Extraction(table, sink, target.perHost());
      TablePass writing = pass("extract", extraction::add);
      if (writing.flows() != counting.flows()) {
        throw new FailureException(
            writing.names()
                + ": changed while they were read ("
                + counting.flows()
                + " flows, then "
                + writing.flows()
                + "): nothing was written");
      }
      sink.commit();
      double seconds = (System.nanoTime() - begun) / 1e9;
      report(
          new ExtractSummary(
              extraction.flows(),
              seconds,
              extraction.flows() / seconds,
              counting.flows(),
              counting.skipped(),
              chosen.addresses().size(),
              table.size(),
              listed == null ? 0 : listed.addresses().size() - table.size(),
              target.out().toString(),
              OneTable.hostsFile(target.out()).toString()));
      counting.reportSkipped(output.people());
    }
    return ExitCode.DONE;
  }

  private HostChoice choice() {
    Set<HostCategory> wanted =
        categories.isEmpty() ? EnumSet.allOf(HostCategory.class) : EnumSet.copyOf(categories);
    try {
      return new HostChoice(wanted, minFlows, maxFlows == null ? Long.MAX_VALUE : maxFlows);
    } catch (IllegalArgumentException e) {
      throw new UsageException("--" + e.getMessage());
    }
  }

  private void refuseToOverwriteInput() throws IOException {
    Path out = target.out();
    for (Path file : files) {
      if (isSame(file, out)) {
        throw new UsageException("--out = " + out + ": is a table to read: expected another file");
      }
    }
    if (hosts != null && isSame(hosts, OneTable.hostsFile(out))) {
      throw new UsageException(
          "--out = " + out + ": the chosen hosts would be written over --hosts = " + hosts);
    }
  }

  private static boolean isSame(Path one, Path other) throws IOException {
    return Files.exists(one) && Files.exists(other) && Files.isSameFile(one, other);
  }

  private HostTable<CandidateHost> candidates(@Nullable HostList listed) {
    MonitoredNetworks networks = monitored.networks();
    IntPredicate isHost = networks::contains;
    if (listed != null) {
      int[] sorted = listed.addresses().stream().mapToInt(Integer::intValue).sorted().toArray();
      isHost = address -> Arrays.binarySearch(sorted, address) >= 0;
    }
    return new HostTable<>(isHost, networks, MAX_HOSTS, CandidateHost::new);
  }

  private TablePass pass(String task, FlowVisitor visitor) throws IOException {
    TablePass pass = new TablePass(files, input.onError());
    try (ProgressLine progress = output.progress(task, TablePass.UNIT, pass.sizeKib())) {
      pass.run(progress, visitor);
    }
    return pass;
  }

  /** The chosen hosts, in the order of the list or else of their addresses. */
  private HostList choose(
      HostTable<CandidateHost> table, @Nullable HostList listed, HostChoice choice, String names) {
    if (table.endsBeyondMax() > 0) {
      throw new FailureException(
          names
              + ": more than "
              + MAX_HOSTS
              + " hosts: expected fewer: narrow --network, or give --hosts");
    }
    List<Integer> addresses = new ArrayList<>();
    for (CandidateHost host : table.hosts()) {
      if (choice.accepts(host)) {
        host.choose();
        addresses.add(host.address());
      }
    }
    if (addresses.isEmpty()) {
      throw new FailureException(
          names
              + ": none of the "
              + table.size()
              + (listed == null ? " hosts in " + monitored.networks() : " hosts of " + hosts)
              + " that have flows is chosen: nothing was written to "
              + target.out()
              + "; 'flowstan analyze' shows the hosts");
    }
    if (listed != null) {
      Set<Integer> set = Set.copyOf(addresses);
      return new HostList(listed.addresses().stream().filter(set::contains).toList());
    }
    return new HostList(addresses);
  }

  private void report(ExtractSummary summary) {
    output
        .people()
        .printf(
            Locale.ROOT,
            "%,d of %,d flows, of %,d of %,d hosts, in %.1f s to %s%n",
            summary.flows(),
            summary.flowsRead(),
            summary.hosts(),
            summary.hostsFound(),
            summary.seconds(),
            target.out());
    if (summary.listedWithoutFlows() > 0) {
      output
          .people()
          .printf(
              Locale.ROOT,
              "%,d listed hosts have no flows and are left out of %s%n",
              summary.listedWithoutFlows(),
              summary.hostsFile());
    }
    output.people().flush();
    output.json(summary);
  }
}
