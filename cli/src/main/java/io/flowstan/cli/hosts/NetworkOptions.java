package io.flowstan.cli.hosts;

import io.flowstan.flow.Network;
import java.util.List;
import picocli.CommandLine.Help.Visibility;
import picocli.CommandLine.Option;

/** Which addresses of a table are hosts: a mixin with {@code --network}. */
public final class NetworkOptions {
  @Option(
      names = "--network",
      paramLabel = "CIDR",
      description = "Monitored networks, joined by commas (default: ${DEFAULT-VALUE}).",
      split = ",",
      defaultValue = MonitoredNetworks.DEFAULT,
      showDefaultValue = Visibility.NEVER)
  private List<Network> networks = List.of();

  /** The networks asked for. */
  public MonitoredNetworks networks() {
    return new MonitoredNetworks(networks);
  }
}
