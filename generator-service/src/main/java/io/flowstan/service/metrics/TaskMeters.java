package io.flowstan.service.metrics;

import io.flowstan.flow.Flow;
import io.flowstan.flow.HostFlow;
import java.util.HashMap;
import java.util.Map;

/**
 * What one task tells the meters: flows summed up in plain fields and published together, and the
 * task's own readings, of which the gauges show the sum or the extreme over all tasks.
 *
 * <p>One thread counts, publishes and sets; any thread may read. Counting a flow touches no meter
 * and allocates nothing once its label has been seen.
 */
public final class TaskMeters implements AutoCloseable {
  /** One flow in so many is worth timing one by one. */
  public static final int SAMPLE_EVERY = 1_024;

  static final long UNKNOWN = Long.MIN_VALUE;
  private static final int PROTOCOLS = 256;

  private final ServiceMeters meters;
  private final Map<String, long[]> flowsByLabel = new HashMap<>();
  private String lastLabel = "";
  private long[] lastCells = new long[PROTOCOLS];
  private long counted;
  private long unpublished;
  private long bytes;
  private long packets;
  private long late;

  private volatile long simulatedMs = UNKNOWN;
  private volatile long targetMs = UNKNOWN;
  private volatile double targetFlowsPerSecond;
  private volatile double deficitFlows;
  private volatile int hosts;
  private volatile long stateBytes;

  TaskMeters(ServiceMeters meters) {
    this.meters = meters;
  }

  /** Counts a flow that was handed to the producer. */
  public void count(HostFlow sent) {
    Flow flow = sent.flow();
    cells(flow.label())[flow.protocol()]++;
    bytes += flow.bytes();
    packets += flow.packets();
    unpublished++;
    counted++;
  }

  /** Counts a flow that was sent {@code latenessMs} of wall time after it was due. */
  public void countLate(long latenessMs) {
    late++;
    meters.recordLateness(latenessMs);
  }

  /**
   * Whether the next flow is one of those whose encoding is timed, one in {@link #SAMPLE_EVERY}.
   */
  public boolean samplesNext() {
    return (counted & (SAMPLE_EVERY - 1)) == 0;
  }

  /** Adds what was counted since the last call to the meters; call once a batch. */
  public void publish() {
    if (unpublished == 0 && late == 0) {
      return;
    }
    flowsByLabel.forEach(
        (label, cells) -> {
          for (int protocol = 0; protocol < PROTOCOLS; protocol++) {
            if (cells[protocol] != 0) {
              meters.addFlows(label, protocol, cells[protocol]);
              cells[protocol] = 0;
            }
          }
        });
    meters.addVolume(unpublished, bytes, packets, late);
    unpublished = 0;
    bytes = 0;
    packets = 0;
    late = 0;
  }

  /**
   * Sets how far this task is.
   *
   * @param simulatedMs simulated time up to which every flow has been sent, ms since the epoch
   * @param targetMs simulated time at which the clock wants the task to be; {@code simulatedMs}
   *     where the clock has no target
   */
  public void progress(long simulatedMs, long targetMs) {
    this.targetMs = targetMs;
    this.simulatedMs = simulatedMs;
  }

  /**
   * Sets the task's share of the rate.
   *
   * @param flowsPerSecond flows per second of wall time that are asked for; 0 where none is
   * @param deficitFlows flows that are owed: asked for by now, not sent yet
   */
  public void target(double flowsPerSecond, double deficitFlows) {
    this.targetFlowsPerSecond = flowsPerSecond;
    this.deficitFlows = deficitFlows;
  }

  /** Sets how many hosts this task simulates. */
  public void hosts(int count) {
    hosts = count;
  }

  /** Sets the bytes of state that this task keeps for its hosts. */
  public void stateBytes(long count) {
    stateBytes = count;
  }

  /** Publishes the rest and takes this task's readings out of the gauges. */
  @Override
  public void close() {
    publish();
    meters.remove(this);
  }

  boolean started() {
    return simulatedMs != UNKNOWN;
  }

  long simulatedMs() {
    return simulatedMs;
  }

  long lagMs() {
    return started() ? Math.max(0, targetMs - simulatedMs) : 0;
  }

  double targetFlowsPerSecond() {
    return targetFlowsPerSecond;
  }

  double deficitFlows() {
    return deficitFlows;
  }

  int hosts() {
    return hosts;
  }

  long stateBytes() {
    return stateBytes;
  }

  private long[] cells(String label) {
    if (!label.equals(lastLabel)) {
      lastCells = flowsByLabel.computeIfAbsent(label, unseen -> new long[PROTOCOLS]);
      lastLabel = label;
    }
    return lastCells;
  }
}
