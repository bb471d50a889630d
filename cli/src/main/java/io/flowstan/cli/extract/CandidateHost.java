package io.flowstan.cli.extract;

import io.flowstan.cli.hosts.HostTraffic;
import io.flowstan.flow.Flow;
import io.flowstan.flow.HostFlow;

/** A host of the tables that may be chosen: its traffic, and how much of it was written. */
final class CandidateHost extends HostTraffic {
  private boolean chosen;
  private long written;

  CandidateHost(int address) {
    super(address);
  }

  void choose() {
    chosen = true;
  }

  boolean isChosen() {
    return chosen;
  }

  /** The next flow of this host's stream. */
  HostFlow next(Flow flow) {
    return new HostFlow(address(), written++, flow.endMs(), flow);
  }
}
