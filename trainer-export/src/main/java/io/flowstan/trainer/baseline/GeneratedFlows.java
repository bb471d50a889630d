package io.flowstan.trainer.baseline;

import io.flowstan.engine.HostAddresses;
import io.flowstan.flow.Flow;
import io.flowstan.flow.FlowSource;
import io.flowstan.flow.HostFlow;
import io.flowstan.flow.Network;
import io.flowstan.random.CounterRandom;
import io.flowstan.trainer.baseline.Baseline.Population;
import java.util.Comparator;
import java.util.LinkedHashSet;
import java.util.PriorityQueue;
import java.util.Set;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * The flows of a baseline's hosts, merged in the order of their end; hosts that end a flow in the
 * same second come in the order in which they were drawn.
 *
 * <p>As in STAN (arXiv 2009.12740) the drawn delta-t advance a host's clock until its days are
 * over: how many flows it has follows from them. Only a host that comes to {@link
 * #MOST_FLOWS_A_DAY} falls silent until midnight and is counted.
 */
public final class GeneratedFlows implements FlowSource {
  /** Flows after which a host is silent for the rest of its day; no recorded one has a quarter. */
  public static final int MOST_FLOWS_A_DAY = 200_000;

  private static final Network NETWORK = Network.parse("10.0.0.0/8");
  private static final int SECONDS_PER_DAY = 86_400;

  private final Population population;
  private final Set<Integer> hosts;
  private final PriorityQueue<Stream> due =
      new PriorityQueue<>(
          Comparator.<Stream>comparingLong(stream -> stream.pending.endSecond())
              .thenComparingInt(stream -> stream.place));
  private int cappedHosts;

  /**
   * @param processes makes the process of a host, once for each
   */
  GeneratedFlows(Population population, Supplier<HostProcess> processes) {
    this.population = population;
    this.hosts =
        new LinkedHashSet<>(HostAddresses.draw(NETWORK, population.hosts(), population.seed()));
    int place = 0;
    for (int host : hosts) {
      Draws draws = new Draws(CounterRandom.subKey(population.seed(), place));
      Stream stream = new Stream(host, place, processes.get(), draws);
      if (stream.advance()) {
        due.add(stream);
      }
      place++;
    }
  }

  @Override
  public Set<Integer> hosts() {
    return hosts;
  }

  @Override
  public @Nullable HostFlow next() {
    Stream stream = due.poll();
    if (stream == null) {
      return null;
    }
    Flow flow = stream.pending;
    HostFlow next = new HostFlow(stream.host, stream.sequence++, flow.endMs(), flow);
    if (stream.advance()) {
      due.add(stream);
    }
    return next;
  }

  /** Number of hosts that came to {@link #MOST_FLOWS_A_DAY} so far; final at the end. */
  public int cappedHosts() {
    return cappedHosts;
  }

  @Override
  public void close() {}

  /** One host on its way through its days. */
  private final class Stream {
    final int host;
    final int place;
    private final HostProcess process;
    private final Draws draws;
    private long previousEnd = population.startSecond();
    private long midnight = population.startSecond() + SECONDS_PER_DAY;
    private int today;
    private boolean capped;
    private long sequence;

    /** The flow that comes next; drawn by {@link #advance}. */
    @SuppressWarnings("NullAway.Init")
    private Flow pending;

    Stream(int host, int place, HostProcess process, Draws draws) {
      this.host = host;
      this.place = place;
      this.process = process;
      this.draws = draws;
    }

    /** Draws the next flow; false where the days are over. */
    boolean advance() {
      if (today == MOST_FLOWS_A_DAY) {
        cappedHosts += capped ? 0 : 1;
        capped = true;
        previousEnd = midnight;
      }
      Flow flow = process.next(host, previousEnd, draws);
      long end = flow.endSecond();
      if (end >= population.startSecond() + (long) SECONDS_PER_DAY * population.days()) {
        return false;
      }
      while (end >= midnight) {
        midnight += SECONDS_PER_DAY;
        today = 0;
      }
      today++;
      previousEnd = end;
      pending = flow;
      return true;
    }
  }
}
