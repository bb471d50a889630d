package io.flowstan.cli.extract;

import io.flowstan.cli.hosts.HostTable;
import io.flowstan.cli.table.FlowSink;
import io.flowstan.flow.Flow;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/** The flows of the chosen hosts on their way into a sink, in the order in which they come. */
final class Extraction {
  private final HostTable<CandidateHost> hosts;
  private final FlowSink sink;
  private final boolean tablePerHost;
  private long flows;

  /** With {@code tablePerHost} a flow between two chosen hosts goes to both, otherwise once. */
  Extraction(HostTable<CandidateHost> hosts, FlowSink sink, boolean tablePerHost) {
    this.hosts = hosts;
    this.sink = sink;
    this.tablePerHost = tablePerHost;
  }

  void add(Flow flow) throws IOException {
    CandidateHost source = chosen(flow.source());
    CandidateHost destination =
        flow.destination() == flow.source() ? null : chosen(flow.destination());
    if (source != null) {
      sink.write(source.next(flow));
    }
    if (destination != null && (source == null || tablePerHost)) {
      sink.write(destination.next(flow));
    }
    if (source != null || destination != null) {
      flows++;
    }
  }

  /** Number of flows of the chosen hosts. */
  long flows() {
    return flows;
  }

  private @Nullable CandidateHost chosen(int address) {
    CandidateHost host = hosts.find(address);
    return host != null && host.isChosen() ? host : null;
  }
}
