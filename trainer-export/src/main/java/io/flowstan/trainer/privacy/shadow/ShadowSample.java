package io.flowstan.trainer.privacy.shadow;

import io.flowstan.engine.EngineModel;
import io.flowstan.engine.HostAddresses;
import io.flowstan.engine.HostShards;
import io.flowstan.engine.HostSpec;
import io.flowstan.engine.HostStreams;
import io.flowstan.flow.Flow;
import io.flowstan.flow.Network;
import io.flowstan.io.FlowFormat;
import io.flowstan.io.FlowWriter;
import io.flowstan.io.HostList;
import io.flowstan.io.OnError;
import io.flowstan.io.RecordedFlows;
import io.flowstan.trainer.table.FlowTable;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Flows of hosts that a model makes up from midnight on, left to itself: some hours of them. */
public final class ShadowSample {
  private static final Network NETWORK = Network.parse("10.42.0.0/16");
  private static final long PART_MS = 600_000;
  private static final int PARTS_PER_HOUR = 6;

  /** A model that runs away is stopped: so many flows a host, in the mean. */
  private static final int MOST_FLOWS_PER_HOST = 5_000;

  private ShadowSample() {}

  /** Draws {@code settings.sampleHosts()} hosts over {@code settings.sampleHours()} hours. */
  public static FlowTable draw(
      EngineModel model, ShadowSettings settings, long startSecond, long seed, int threads)
      throws IOException {
    Map<Integer, List<Flow>> byHost = new LinkedHashMap<>();
    long startMs = startSecond * 1_000;
    int most = settings.sampleHosts() * MOST_FLOWS_PER_HOST;
    int drawn = 0;
    try (HostStreams engine = HostShards.open(model, NETWORK, threads)) {
      for (int address : HostAddresses.draw(NETWORK, settings.sampleHosts(), seed)) {
        byHost.put(address, new ArrayList<>());
        engine.add(new HostSpec(address, seed, startMs));
      }
      int parts = settings.sampleHours() * PARTS_PER_HOUR;
      for (int part = 1; part <= parts && drawn < most; part++) {
        drawn +=
            engine.advance(
                startMs + part * PART_MS - 1,
                most - drawn,
                flow ->
                    byHost
                        .computeIfAbsent(flow.host(), host -> new ArrayList<>())
                        .add(flow.flow()));
      }
    }
    return new FlowTable("sample", startSecond, 1, byHost);
  }

  /** Writes {@code sample} as a table and a list of its hosts; the list comes last. */
  static void write(FlowTable sample, Path table, Path hosts) throws IOException {
    List<Flow> flows = new ArrayList<>();
    sample.byHost().values().forEach(flows::addAll);
    flows.sort(Comparator.comparingLong(Flow::endSecond));
    try (FlowWriter writer = FlowWriter.open(table, FlowFormat.UGR16)) {
      for (Flow flow : flows) {
        writer.write(flow);
      }
      writer.commit();
    }
    new HostList(List.copyOf(sample.byHost().keySet())).write(hosts);
  }

  /** Reads what {@link #write} wrote; hosts come in ascending order of address. */
  static FlowTable read(Path table, Path hosts, long startSecond) throws IOException {
    return FlowTable.read(
        "sample", RecordedFlows.ofHosts(table, HostList.read(hosts), OnError.FAIL), startSecond, 1);
  }
}
