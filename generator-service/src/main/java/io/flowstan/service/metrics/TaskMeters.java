package io.flowstan.service.metrics;

import io.flowstan.flow.Flow;
import io.flowstan.flow.HostFlow;
import io.flowstan.reference.FlowAttribute;
import io.flowstan.reference.ReferenceHistograms;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

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

  static final int HOURS = 24;
  static final long UNKNOWN = Long.MIN_VALUE;
  private static final int PROTOCOLS = 256;
  private static final String DEFAULT_BUNDLE = "default";

  private final ServiceMeters meters;
  private final Map<String, Volumes> byLabel = new HashMap<>();
  private final Map<String, StreamWindow> windows = new HashMap<>();
  private final long[] servicePorts = new long[ServicePorts.SIZE];
  private final long[] flowsByHour = new long[HOURS];
  private String lastLabel = "";
  private Volumes lastVolumes = new Volumes();
  private long unpublished;
  private long late;

  private volatile long simulatedMs = UNKNOWN;
  private volatile long targetMs = UNKNOWN;
  private volatile double targetFlowsPerSecond;
  private volatile double deficitFlows;
  private volatile int hosts;
  private volatile long stateBytes;
  private volatile boolean loading;

  /** Sums over the flows of one label, by protocol number. */
  private static final class Volumes {
    final long[] flows = new long[PROTOCOLS];
    final long[] bytes = new long[PROTOCOLS];
    final long[] packets = new long[PROTOCOLS];
  }

  TaskMeters(ServiceMeters meters) {
    this.meters = meters;
  }

  /** Counts a flow that was handed to the producer. */
  public void count(HostFlow sent) {
    Flow flow = sent.flow();
    Volumes volumes = volumes(flow.label());
    volumes.flows[flow.protocol()]++;
    volumes.bytes[flow.protocol()] += flow.bytes();
    volumes.packets[flow.protocol()] += flow.packets();
    servicePorts[ServicePorts.placeOf(flow)]++;
    flowsByHour[FlowAttribute.hourOfDay(flow.endSecond())]++;
    unpublished++;
  }

  /** Counts a flow that was sent {@code latenessMs} of wall time after it was due. */
  public void countLate(long latenessMs) {
    late++;
    meters.recordLateness(latenessMs);
  }

  /**
   * Where the flows of hosts of {@code bundle} are counted, to be compared with what the bundle was
   * trained on.
   *
   * @param bundle its name; null for the default one
   * @param reference null where the bundle has none
   */
  public StreamWindow window(@Nullable String bundle, @Nullable ReferenceHistograms reference) {
    if (reference == null) {
      return StreamWindow.NONE;
    }
    return windows.computeIfAbsent(
        bundle == null ? DEFAULT_BUNDLE : bundle, name -> meters.openWindow(name, reference));
  }

  /** Adds what was counted since the last call to the meters; call once a batch. */
  public void publish() {
    if (unpublished == 0 && late == 0) {
      return;
    }
    byLabel.forEach(
        (label, volumes) -> {
          for (int protocol = 0; protocol < PROTOCOLS; protocol++) {
            if (volumes.flows[protocol] != 0) {
              meters.addFlows(
                  label,
                  protocol,
                  volumes.flows[protocol],
                  volumes.bytes[protocol],
                  volumes.packets[protocol]);
              volumes.flows[protocol] = 0;
              volumes.bytes[protocol] = 0;
              volumes.packets[protocol] = 0;
            }
          }
        });
    for (int place = 0; place < servicePorts.length; place++) {
      if (servicePorts[place] != 0) {
        meters.addServicePort(place, servicePorts[place]);
        servicePorts[place] = 0;
      }
    }
    for (int hour = 0; hour < HOURS; hour++) {
      if (flowsByHour[hour] != 0) {
        meters.addHour(hour, flowsByHour[hour]);
        flowsByHour[hour] = 0;
      }
    }
    windows.values().forEach(StreamWindow::publish);
    meters.addSent(unpublished, late);
    unpublished = 0;
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

  /** Sets whether this task still takes up hosts from its store. */
  public void loading(boolean now) {
    loading = now;
  }

  /** Publishes the rest and takes this task's readings out of the gauges. */
  @Override
  public void close() {
    publish();
    windows.forEach(meters::closeWindow);
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

  boolean isLoading() {
    return loading;
  }

  private Volumes volumes(String label) {
    if (!label.equals(lastLabel)) {
      lastVolumes = byLabel.computeIfAbsent(label, unseen -> new Volumes());
      lastLabel = label;
    }
    return lastVolumes;
  }
}
