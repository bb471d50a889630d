package io.flowstan.trainer.stan;

import io.flowstan.engine.Engine;
import io.flowstan.engine.HostAddresses;
import io.flowstan.engine.Workers;
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
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;

/**
 * The flows of STAN's hosts, merged in the order of their due times: of each host so many, or fewer
 * where its days are over before. They are drawn when the first is asked for, half of the hosts on
 * each of two threads; a host's flows depend on the seed and its place alone.
 */
public final class StanFlows implements FlowSource {
  private static final Network NETWORK = Network.parse("10.0.0.0/8");
  private static final long SECONDS_PER_DAY = 86_400;
  private static final int THREADS = 2;

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
    List<StanSteps> steps = new ArrayList<>();
    List<Callable<List<HostFlow>>> parts = new ArrayList<>();
    List<HostFlow> all = new ArrayList<>();
    try (Workers workers = new Workers(THREADS, "flowstan-stan")) {
      for (int thread = 0; thread < THREADS; thread++) {
        StanSteps own = new StanSteps(model, flowsPerHost);
        steps.add(own);
        int first = thread;
        parts.add(() -> part(own, first));
      }
      workers.sideBySide(parts).forEach(all::addAll);
      for (StanSteps drawn : steps) {
        redraws = redraws.plus(drawn.redraws());
      }
    } finally {
      steps.forEach(StanSteps::close);
    }
    all.sort(Comparator.comparingLong(HostFlow::dueMs).thenComparingInt(HostFlow::host));
    return all;
  }

  /** All flows of the hosts at the places {@code first}, first + {@value #THREADS} and so on. */
  private List<HostFlow> part(StanSteps steps, int first) {
    Engine<StanHost> engine = new Engine<>(steps);
    for (int place = first; place < hosts.size(); place += THREADS) {
      engine.add(
          new StanHost(hosts.get(place), place, population.seed(), population.startSecond()));
    }
    long end = population.startSecond() + SECONDS_PER_DAY * population.days();
    List<HostFlow> flows = new ArrayList<>();
    engine.advance(end * 1_000 - 1, Integer.MAX_VALUE, flows::add);
    return flows;
  }
}
