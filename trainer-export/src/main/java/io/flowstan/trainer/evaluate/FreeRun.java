package io.flowstan.trainer.evaluate;

import io.flowstan.engine.EngineModel;
import io.flowstan.engine.HostAddresses;
import io.flowstan.engine.HostShards;
import io.flowstan.engine.HostSpec;
import io.flowstan.engine.HostStreams;
import io.flowstan.flow.Flow;
import io.flowstan.flow.Network;
import io.flowstan.trainer.table.FlowTable;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Days of new hosts that the model makes up, left to itself. The engine refuses flows that break a
 * hard rule, so a run that ends has none.
 *
 * @param startSecond midnight, seconds since the epoch
 * @param days whole days
 */
record FreeRun(EngineModel model, int hosts, long startSecond, int days) {
  /** One /16, as the hosts of a campus: a neighbour there is internal. */
  private static final Network NETWORK = Network.parse("10.42.0.0/16");

  private static final long DAY_MS = 86_400_000;
  private static final long PART_MS = 600_000;

  /** The flows of a population; one thread draws them. */
  FlowTable table(long seed) throws IOException {
    Map<Integer, List<Flow>> byHost = new LinkedHashMap<>();
    long startMs = startSecond * 1_000;
    try (HostStreams engine = HostShards.open(model, NETWORK, 1)) {
      for (int address : HostAddresses.draw(NETWORK, hosts, seed)) {
        byHost.put(address, new ArrayList<>());
        engine.add(new HostSpec(address, seed, startMs));
      }
      for (long gone = PART_MS; gone <= days * DAY_MS; gone += PART_MS) {
        engine.advance(
            startMs + gone - 1,
            Integer.MAX_VALUE,
            flow ->
                byHost.computeIfAbsent(flow.host(), host -> new ArrayList<>()).add(flow.flow()));
      }
    }
    return new FlowTable("model, seed " + seed, startSecond, days, byHost);
  }
}
