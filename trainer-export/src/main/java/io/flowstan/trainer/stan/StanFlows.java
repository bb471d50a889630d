package io.flowstan.trainer.stan;

import io.flowstan.engine.HostAddresses;
import io.flowstan.flow.Flow;
import io.flowstan.flow.FlowSource;
import io.flowstan.flow.HostFlow;
import io.flowstan.flow.Network;
import io.flowstan.trainer.baseline.Baseline.Population;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Iterator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The flows of STAN's hosts, merged in the order of their end: of each host so many, or fewer where
 * its days are over before. They are drawn when the first is asked for, half of the hosts on each
 * of two threads; a host's flows depend on the seed and its place alone.
 */
public final class StanFlows implements FlowSource {
  private static final Network NETWORK = Network.parse("10.0.0.0/8");
  private static final long SECONDS_PER_DAY = 86_400;

  private final StanModel model;
  private final Population population;
  private final int flowsPerHost;
  private final List<Integer> hosts;
  private @Nullable Iterator<HostFlow> merged;
  private RedrawCounts redraws = RedrawCounts.NONE;

  StanFlows(StanModel model, Population population, int flowsPerHost) {
    if (flowsPerHost < 1) {
      throw new IllegalArgumentException(
          "flows a host = " + flowsPerHost + ": expected at least 1");
    }
    this.model = model;
    this.population = population;
    this.flowsPerHost = flowsPerHost;
    this.hosts = HostAddresses.draw(NETWORK, population.hosts(), population.seed());
  }

  @Override
  public Set<Integer> hosts() {
    return new LinkedHashSet<>(hosts);
  }

  @Override
  public @Nullable HostFlow next() throws IOException {
    Iterator<HostFlow> flows = merged;
    if (flows == null) {
      flows = draw().iterator();
      merged = flows;
    }
    return flows.hasNext() ? flows.next() : null;
  }

  /** How often magnitudes were out of range so far; final once there was a flow. */
  public RedrawCounts redraws() {
    return redraws;
  }

  @Override
  public void close() {}

  private List<HostFlow> draw() throws IOException {
    long end = population.startSecond() + SECONDS_PER_DAY * population.days();
    List<StanLane> lanes =
        Lanes.both(
            number -> {
              StanLane lane = new StanLane(model, population.startSecond(), end, flowsPerHost);
              for (int place = number; place < hosts.size(); place += Lanes.COUNT) {
                lane.add(hosts.get(place), place, population.seed());
              }
              lane.run();
              return lane;
            });
    List<HostFlow> all = new ArrayList<>();
    for (int place = 0; place < hosts.size(); place++) {
      List<Flow> flows = lanes.get(place % Lanes.COUNT).flows(place / Lanes.COUNT);
      long sequence = 0;
      for (Flow flow : flows) {
        all.add(new HostFlow(hosts.get(place), sequence++, flow.endMs(), flow));
      }
    }
    // stable: hosts that end a flow in the same second stay in their order
    all.sort(Comparator.comparingLong(HostFlow::dueMs));
    redraws = lanes.get(0).redraws().plus(lanes.get(1).redraws());
    return all;
  }
}
