package io.flowstan.cli.table;

import io.flowstan.io.FlowFormat;
import io.flowstan.io.HostList;
import java.io.IOException;
import java.nio.file.Path;
import picocli.CommandLine.Help.Visibility;
import picocli.CommandLine.Option;

/** Where a command writes flows: a mixin with {@code --out} and {@code --per-host}. */
public final class TargetOptions {
  @Option(
      names = "--out",
      paramLabel = "FILE|DIR",
      required = true,
      showDefaultValue = Visibility.NEVER,
      description = "Table to write (gzip where it ends in .gz), or folder with --per-host.")
  private Path out = Path.of("");

  @Option(names = "--per-host", description = "Write DIR/<address>.csv for each host.")
  private boolean perHost;

  /** The file or the folder. */
  public Path out() {
    return out;
  }

  /** Whether each host has a file of its own. */
  public boolean perHost() {
    return perHost;
  }

  /** Opens it for the flows of {@code hosts}. */
  public FlowSink open(FlowFormat format, HostList hosts) throws IOException {
    return perHost ? new TablePerHost(out, format, hosts) : new OneTable(out, format, hosts);
  }
}
