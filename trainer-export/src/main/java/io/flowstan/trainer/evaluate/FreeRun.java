package io.flowstan.trainer.evaluate;

import io.flowstan.engine.EngineModel;
import io.flowstan.engine.HostAddresses;
import io.flowstan.engine.HostShards;
import io.flowstan.engine.HostSpec;
import io.flowstan.engine.HostStreams;
import io.flowstan.flow.Network;
import java.io.IOException;
import java.util.function.LongConsumer;

/**
 * A day of hosts that the model makes up, left to itself. The engine refuses flows that break a
 * hard rule, so a run that ends has none.
 *
 * @param startSecond midnight, seconds since the epoch
 */
record FreeRun(EngineModel model, int hosts, long startSecond, int threads) {
  private static final Network NETWORK = Network.parse("10.0.0.0/8");
  private static final long DAY_MS = 86_400_000;
  private static final long PART_MS = 600_000;

  /**
   * Runs the day.
   *
   * @param progress told of the simulated seconds gone
   */
  StreamFacts.Shares run(long seed, LongConsumer progress) throws IOException {
    StreamFacts facts = new StreamFacts(startSecond);
    long startMs = startSecond * 1_000;
    try (HostStreams engine = HostShards.open(model, NETWORK, threads)) {
      for (int address : HostAddresses.draw(NETWORK, hosts, seed)) {
        engine.add(new HostSpec(address, seed, startMs));
      }
      for (long gone = PART_MS; gone <= DAY_MS; gone += PART_MS) {
        engine.advance(
            startMs + gone - 1, Integer.MAX_VALUE, flow -> facts.add(flow.host(), flow.flow()));
        progress.accept(gone / 1_000);
      }
    }
    return facts.shares(hosts);
  }
}
