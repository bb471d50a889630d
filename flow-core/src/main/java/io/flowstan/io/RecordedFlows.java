package io.flowstan.io;

import io.flowstan.flow.Flow;
import io.flowstan.flow.FlowSource;
import io.flowstan.flow.HostFlow;
import io.flowstan.flow.Network;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A recorded UGR'16 table as the streams of its hosts, in the order of the file: also within a
 * second, where the order tells requests from replies.
 *
 * <p>A row whose time runs backwards is malformed like any other: it stops the reading or is
 * counted. Rows of no host are counted too.
 */
public final class RecordedFlows implements FlowSource {
  private final Path table;
  private final FlowReader reader;
  private final HostAttribution attribution;
  private final Map<Integer, long[]> nextSequences = new HashMap<>();
  private @Nullable Set<Integer> hosts;
  private @Nullable HostFlow pending;
  private long lastEndSecond = Long.MIN_VALUE;
  private long flowsOfNoHost;

  private RecordedFlows(
      Path table, FlowReader reader, HostAttribution attribution, @Nullable Set<Integer> hosts) {
    this.table = table;
    this.reader = reader;
    this.attribution = attribution;
    this.hosts = hosts;
  }

  /** The streams of the listed hosts; a flow between two of them is in both. */
  public static RecordedFlows ofHosts(Path table, HostList hosts, OnError onError)
      throws IOException {
    return new RecordedFlows(
        table,
        FlowReader.open(table, onError),
        new HostAttribution.Listed(hosts.asSet()),
        hosts.asSet());
  }

  /** The streams of all hosts, every flow once: of its end inside {@code networks}. */
  public static RecordedFlows ofNetworks(Path table, List<Network> networks, OnError onError)
      throws IOException {
    return new RecordedFlows(
        table, FlowReader.open(table, onError), new HostAttribution.Monitored(networks), null);
  }

  /**
   * The listed hosts, or those that the table holds: these take a pass through the file at the
   * first call.
   *
   * @throws UncheckedIOException where that pass fails
   */
  @Override
  public Set<Integer> hosts() {
    Set<Integer> known = hosts;
    if (known == null) {
      known = hostsOfTable();
      hosts = known;
    }
    return known;
  }

  @Override
  public @Nullable HostFlow next() throws IOException {
    HostFlow kept = pending;
    if (kept != null) {
      pending = null;
      return kept;
    }
    while (true) {
      Flow flow = reader.read();
      if (flow == null) {
        return null;
      }
      if (flow.endSecond() < lastEndSecond) {
        reader.refuseLast(
            "te order",
            "field 'te' = \""
                + Instant.ofEpochSecond(flow.endSecond())
                + "\": expected no time before that of the row above, "
                + Instant.ofEpochSecond(lastEndSecond));
        continue;
      }
      lastEndSecond = flow.endSecond();
      HostAttribution.Ends ends = attribution.hostsOf(flow);
      if (ends == HostAttribution.Ends.NONE) {
        flowsOfNoHost++;
        continue;
      }
      if (!ends.hasSource()) {
        return inStreamOf(flow.destination(), flow);
      }
      HostFlow ofSource = inStreamOf(flow.source(), flow);
      if (ends.hasDestination()) {
        pending = inStreamOf(flow.destination(), flow);
      }
      return ofSource;
    }
  }

  /** Number of flows read so far, each once however many hosts it belongs to. */
  public long flows() {
    return reader.flows();
  }

  /** Number of flows read so far that belong to none of the hosts. */
  public long flowsOfNoHost() {
    return flowsOfNoHost;
  }

  /** Number of rows skipped so far. */
  public long skipped() {
    return reader.skipped();
  }

  /** What was wrong with the first row that was skipped; null where none was. */
  public @Nullable String firstProblem() {
    return reader.firstProblem();
  }

  @Override
  public void close() throws IOException {
    reader.close();
  }

  private HostFlow inStreamOf(int host, Flow flow) {
    long[] next = nextSequences.computeIfAbsent(host, unused -> new long[1]);
    return new HostFlow(host, next[0]++, flow.endMs(), flow);
  }

  private Set<Integer> hostsOfTable() {
    Set<Integer> found = new HashSet<>();
    // what is malformed is reported where the flows are read, not here
    try (FlowReader first = FlowReader.open(table, OnError.SKIP)) {
      for (Flow flow = first.read(); flow != null; flow = first.read()) {
        found.add(attribution.hostsOf(flow).hasSource() ? flow.source() : flow.destination());
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return Set.copyOf(found);
  }
}
