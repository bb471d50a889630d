package io.flowstan.service.replay;

import io.flowstan.flow.HostFlow;
import io.flowstan.service.clock.Pace;
import io.flowstan.service.clock.TaskClock;
import io.flowstan.service.metrics.ServiceMeters;
import io.flowstan.service.metrics.TaskMeters;
import io.flowstan.service.registry.SchemaIds;
import io.flowstan.service.stream.RecordTimestamp;
import io.flowstan.service.topics.TopicSettings;
import java.io.IOException;
import java.util.Arrays;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.BooleanSupplier;
import java.util.function.LongSupplier;
import org.apache.kafka.common.KafkaException;
import org.jspecify.annotations.Nullable;

/**
 * Recorded flows on their way to the output topic, at a pace, each exactly once: a replay that was
 * killed goes on behind the last flow that it committed.
 *
 * <p>One thread uses one instance.
 */
public final class FlowReplay implements AutoCloseable {
  /** Lateness from which a flow counts as late, milliseconds of wall time. */
  private static final long LATE_MS = 1_000;

  private static final long COMMIT_EVERY_MS = 500;
  private static final int PROTOCOLS = 256;

  private final Pace pace;
  private final ReplayOutlet outlet;
  private final ServiceMeters meters;
  private final TaskMeters taskMeters;
  private final LongSupplier wallClock;
  private final Map<Integer, Long> flowsByProtocol = new TreeMap<>();
  private final long[] uncommitted = new long[PROTOCOLS];
  private @Nullable TaskClock clock;
  private long openedAtMs;

  /**
   * A replay onto {@code topic}; an earlier one that still runs fails at its next commit.
   *
   * @param client the connection, as Kafka's clients take it
   * @param wallClock milliseconds since the epoch
   */
  public FlowReplay(
      String topic,
      Map<String, String> client,
      SchemaIds ids,
      Pace pace,
      RecordTimestamp timestamps,
      ServiceMeters meters,
      LongSupplier wallClock)
      throws InterruptedException {
    this.pace = pace;
    this.outlet = new ReplayOutlet(topic, client, ids, timestamps);
    this.meters = meters;
    this.taskMeters = meters.openTask();
    this.wallClock = wallClock;
    meters.bind(outlet.producer());
  }

  /** What the topic of positions beside {@code output} must be like. */
  public static TopicSettings journal(TopicSettings output) {
    return ReplayJournal.settings(output);
  }

  /**
   * Where a replay that wants to begin at {@code wanted} begins: behind what is on the topic of it.
   *
   * @param restart begins at {@code wanted} whatever is there; the hosts' sequences go on
   * @throws IllegalStateException where another replay is not done
   */
  public ReplayPosition begin(ReplayPosition wanted, boolean restart) {
    ReplayPosition reached = outlet.position();
    return reached == null || restart ? wanted : reached.goOn(wanted);
  }

  /**
   * Sends {@code tables}, which stand behind {@code from}, to their end, or until {@code stopped}.
   *
   * @return the position reached and committed
   * @throws IOException where a table cannot be read; what was read before is committed
   * @throws KafkaException where the cluster refuses; the open transaction is not committed
   */
  public ReplayPosition send(RecordedTables tables, ReplayPosition from, BooleanSupplier stopped)
      throws IOException, InterruptedException {
    long flows = from.flows();
    meters.replayPosition(flows);
    try {
      while (!stopped.getAsBoolean()) {
        HostFlow flow = tables.next();
        if (flow == null) {
          return commit(from.at(flows, true));
        }
        if (!awaitDue(flow.dueMs(), from, flows, stopped)) {
          break;
        }
        put(flow);
        flows++;
        if (wallClock.getAsLong() - openedAtMs >= COMMIT_EVERY_MS) {
          commit(from.at(flows, false));
        }
      }
    } catch (IOException e) {
      commit(from.at(flows, false));
      throw e;
    }
    return outlet.isOpen() ? commit(from.at(flows, false)) : from.at(flows, false);
  }

  /** Flows committed, by protocol number. */
  public Map<Integer, Long> flowsByProtocol() {
    return flowsByProtocol;
  }

  /** Number of hosts that have flows of replays on the topic. */
  public int hosts() {
    return outlet.hosts();
  }

  /** Simulated time reached, milliseconds since the epoch; 0 before the first flow. */
  public long simulatedMs() {
    return clock == null ? 0 : clock.simulatedMs();
  }

  @Override
  public void close() {
    taskMeters.close();
    outlet.close();
  }

  /** Waits until a flow may go; false where the replay is stopped before. */
  private boolean awaitDue(long dueMs, ReplayPosition from, long flows, BooleanSupplier stopped)
      throws InterruptedException {
    TaskClock time = clock;
    if (time == null) {
      time = TaskClock.start(pace, wallClock.getAsLong(), dueMs);
      clock = time;
    }
    while (true) {
      long now = wallClock.getAsLong();
      long target = time.targetMs(now);
      if (target >= dueMs && time.allowance(now, 1, 1) > 0) {
        return true;
      }
      if (stopped.getAsBoolean()) {
        return false;
      }
      if (outlet.isOpen() && now - openedAtMs >= COMMIT_EVERY_MS) {
        commit(from.at(flows, false));
      }
      taskMeters.progress(time.simulatedMs(), target == Pace.UNBOUNDED ? dueMs : target);
      try {
        Thread.sleep(1);
      } catch (InterruptedException e) {
        if (!stopped.getAsBoolean()) {
          throw e;
        }
        return false; // a stop comes with an interrupt: what was put is whole, and is committed
      }
    }
  }

  private void put(HostFlow flow) {
    long now = wallClock.getAsLong();
    if (!outlet.isOpen()) {
      openedAtMs = now;
    }
    HostFlow numbered = outlet.put(flow, now);
    taskMeters.count(numbered);
    uncommitted[flow.flow().protocol()]++;
    if (clock != null) {
      long lateMs = clock.latenessMs(now, flow.dueMs());
      if (lateMs >= LATE_MS) {
        taskMeters.countLate(lateMs);
      }
      clock.sent(flow.dueMs());
    }
  }

  private ReplayPosition commit(ReplayPosition reached) {
    outlet.commit(reached);
    meters.replayed(Arrays.stream(uncommitted).sum());
    meters.replayPosition(reached.flows());
    for (int protocol = 0; protocol < PROTOCOLS; protocol++) {
      if (uncommitted[protocol] > 0) {
        flowsByProtocol.merge(protocol, uncommitted[protocol], Long::sum);
      }
    }
    Arrays.fill(uncommitted, 0);
    taskMeters.publish();
    taskMeters.hosts(outlet.hosts());
    if (clock != null) {
      taskMeters.progress(clock.simulatedMs(), clock.simulatedMs());
      taskMeters.target(clock.flowsPerSecond(wallClock.getAsLong()), clock.owed());
    }
    return reached;
  }
}
