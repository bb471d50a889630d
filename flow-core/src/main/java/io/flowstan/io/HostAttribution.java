package io.flowstan.io;

import io.flowstan.flow.Flow;
import io.flowstan.flow.Network;
import java.util.List;
import java.util.Set;

/** Which hosts' streams a recorded flow belongs to. */
public sealed interface HostAttribution {
  /** One end of a flow, or none. */
  enum Ends {
    NONE(false, false),
    SOURCE(true, false),
    DESTINATION(false, true),
    BOTH(true, true);

    private final boolean source;
    private final boolean destination;

    Ends(boolean source, boolean destination) {
      this.source = source;
      this.destination = destination;
    }

    boolean hasSource() {
      return source;
    }

    boolean hasDestination() {
      return destination;
    }

    static Ends of(boolean source, boolean destination) {
      if (source) {
        return destination ? BOTH : SOURCE;
      }
      return destination ? DESTINATION : NONE;
    }
  }

  /** The ends of {@code flow} that are hosts. */
  Ends hostsOf(Flow flow);

  /** A flow belongs to every listed host that is one of its ends: to both, to one, or to none. */
  record Listed(Set<Integer> hosts) implements HostAttribution {
    public Listed {
      hosts = Set.copyOf(hosts);
    }

    @Override
    public Ends hostsOf(Flow flow) {
      boolean source = hosts.contains(flow.source());
      boolean destination =
          flow.destination() != flow.source() && hosts.contains(flow.destination());
      return Ends.of(source, destination);
    }
  }

  /**
   * A flow belongs to one host, its end inside the monitored networks; to its source where both
   * ends are inside or none is.
   */
  record Monitored(List<Network> networks) implements HostAttribution {
    public Monitored {
      networks = List.copyOf(networks);
    }

    @Override
    public Ends hostsOf(Flow flow) {
      return contains(flow.destination()) && !contains(flow.source())
          ? Ends.DESTINATION
          : Ends.SOURCE;
    }

    private boolean contains(int address) {
      for (Network network : networks) {
        if (network.contains(address)) {
          return true;
        }
      }
      return false;
    }
  }
}
