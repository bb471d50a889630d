package io.flowstan.service.metrics;

import io.micrometer.core.instrument.Meter;
import io.micrometer.prometheusmetrics.PrometheusNamingConvention;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * The meters of the service: name, kind, base unit, tags and meaning of each, here and nowhere
 * else.
 *
 * <p>Names are Micrometer's (dots, no unit); {@link #prometheusName} is what a scrape shows. No
 * meter has a host or an address as a tag, and each tag has few, known values.
 */
public enum ServiceMeter {
  FLOWS("flowstan.flows", Kind.COUNTER, null, "Flows handed to the producer", "protocol", "label"),
  FLOW_BYTES(
      "flowstan.flow.bytes",
      Kind.COUNTER,
      "bytes",
      "Bytes that the flows report",
      "protocol",
      "label"),
  FLOW_PACKETS(
      "flowstan.flow.packets",
      Kind.COUNTER,
      "packets",
      "Packets that the flows report",
      "protocol",
      "label"),
  SERVICE_FLOWS(
      "flowstan.service.flows",
      Kind.COUNTER,
      null,
      "Flows by the lower of their two ports, where it is a well-known one",
      "port"),
  HOUR_FLOWS(
      "flowstan.hour.flows",
      Kind.COUNTER,
      null,
      "Flows by the simulated hour of the day (UTC) in which they end",
      "hour"),
  ACHIEVED_RATE(
      "flowstan.achieved.rate",
      Kind.GAUGE,
      "flows.per.second",
      "Flows sent per second of wall time, over the last 10 seconds"),
  TARGET_RATE(
      "flowstan.target.rate",
      Kind.GAUGE,
      "flows.per.second",
      "Flows asked for per second of wall time; 0 where pacing sets no rate"),
  DEFICIT_RATE(
      "flowstan.deficit.rate",
      Kind.GAUGE,
      "flows.per.second",
      "Flows per second by which the achieved rate falls short of the target rate"),
  DEFICIT("flowstan.deficit", Kind.GAUGE, "flows", "Flows asked for by now and not sent yet"),
  SIMULATED_TIME(
      "flowstan.simulated.time",
      Kind.GAUGE,
      "seconds",
      "Simulated time of the task that is furthest behind, seconds since the epoch"),
  SIMULATED_LAG(
      "flowstan.simulated.lag",
      Kind.GAUGE,
      "seconds",
      "Simulated time by which the slowest task is behind its clock"),
  SIMULATED_LEAD(
      "flowstan.simulated.lead",
      Kind.GAUGE,
      "seconds",
      "Simulated time ahead of wall time; below 0 where it is behind"),
  SIMULATED_SPREAD(
      "flowstan.simulated.spread",
      Kind.GAUGE,
      "seconds",
      "Simulated time between the first and the last task"),
  FLOWS_LATE("flowstan.flows.late", Kind.COUNTER, null, "Flows sent after their due time"),
  FLOW_LATENESS(
      "flowstan.flow.lateness",
      Kind.HISTOGRAM,
      "seconds",
      "Wall time by which late flows were late"),
  HOSTS("flowstan.hosts", Kind.GAUGE, null, "Simulated hosts"),
  STATE("flowstan.state", Kind.GAUGE, "bytes", "Bytes of state kept for the hosts"),
  ADVANCE(
      "flowstan.advance",
      Kind.SUMMARY,
      "seconds",
      "Time of one advance of the engine, with sending"),
  ADVANCE_FLOWS(
      "flowstan.advance.flows",
      Kind.SUMMARY,
      null,
      "Flows handed out by one advance of the engine"),
  STEP(
      "flowstan.step",
      Kind.HISTOGRAM,
      "seconds",
      "Time of one step of the model, which draws a flow for each host of a batch"),
  STEP_HOSTS(
      "flowstan.step.hosts", Kind.SUMMARY, null, "Hosts in the batch of one step of the model"),
  ENCODE(
      "flowstan.encode",
      Kind.SUMMARY,
      "seconds",
      "Time to encode one flow, one flow in " + TaskMeters.SAMPLE_EVERY),
  COMMIT(
      "flowstan.commit",
      Kind.SUMMARY,
      "seconds",
      "Time to write the changed host states before a commit"),
  RESTORE_RATIO(
      "flowstan.restore",
      Kind.GAUGE,
      "ratio",
      "Part of the state under restoration that is back from the changelog; 1 where none is"),
  RESTORE_RECORDS(
      "flowstan.restore.records",
      Kind.COUNTER,
      null,
      "Records of state that came back from the changelog"),
  TASKS_LOADING(
      "flowstan.tasks.loading",
      Kind.GAUGE,
      null,
      "Tasks that still take up hosts from their store"),
  THREADS_REPLACED(
      "flowstan.threads.replaced",
      Kind.COUNTER,
      null,
      "Stream threads that failed and were replaced"),
  RULE_VIOLATIONS(
      "flowstan.rule.violations",
      Kind.COUNTER,
      null,
      "Flows that break a rule of real traffic",
      "rule"),
  ERRORS("flowstan.errors", Kind.COUNTER, null, "Errors, by where they happened", "kind"),
  FIDELITY_DIVERGENCE(
      "flowstan.fidelity.divergence",
      Kind.GAUGE,
      "nats",
      "Jensen-Shannon divergence of the last simulated hour's flows from the training flows",
      "bundle",
      "attribute"),
  FIDELITY_FLOWS(
      "flowstan.fidelity.flows",
      Kind.GAUGE,
      null,
      "Flows of the last simulated hour that the divergence is taken of",
      "bundle"),
  REFERENCE_HOUR(
      "flowstan.reference.hour",
      Kind.GAUGE,
      "ratio",
      "Part of the training flows that end in the hour of the day (UTC)",
      "bundle",
      "hour"),
  FLOWS_REPLAYED("flowstan.flows.replayed", Kind.COUNTER, null, "Recorded flows put on the topic"),
  REPLAY_POSITION(
      "flowstan.replay.position",
      Kind.GAUGE,
      "flows",
      "Flows of the replayed tables that are on the topic, those of earlier runs too"),
  REPLAY_SIZE("flowstan.replay.size", Kind.GAUGE, "flows", "Flows of the replayed tables in all");

  /** What a meter is, in Prometheus' words. */
  public enum Kind {
    COUNTER,
    GAUGE,
    /** Count, sum and maximum. */
    SUMMARY,
    /** The same, and buckets. */
    HISTOGRAM;
  }

  private final String meterName;
  private final Kind kind;
  private final @Nullable String unit;
  private final String meaning;

  @SuppressWarnings("ImmutableEnumChecker") // a list of List.of cannot be changed
  private final List<String> tags;

  ServiceMeter(String meterName, Kind kind, @Nullable String unit, String meaning, String... tags) {
    this.meterName = meterName;
    this.kind = kind;
    this.unit = unit;
    this.meaning = meaning;
    this.tags = List.of(tags);
  }

  /** Micrometer's name. */
  public String meterName() {
    return meterName;
  }

  /** What it is. */
  public Kind kind() {
    return kind;
  }

  /** The base unit; null for plain numbers of things. */
  public @Nullable String unit() {
    return unit;
  }

  /** What it says, in one line. */
  public String meaning() {
    return meaning;
  }

  /** The tags' names. */
  public List<String> tags() {
    return tags;
  }

  /** Prometheus' name, without the suffixes of a summary's or histogram's parts. */
  public String prometheusName() {
    Meter.Type type =
        switch (kind) {
          case COUNTER -> Meter.Type.COUNTER;
          case GAUGE -> Meter.Type.GAUGE;
          case SUMMARY, HISTOGRAM -> Meter.Type.DISTRIBUTION_SUMMARY;
        };
    // the unit's dots stay until the registry writes the name
    String name = new PrometheusNamingConvention().name(meterName, type, unit).replace('.', '_');
    return kind == Kind.COUNTER && !name.endsWith("_total") ? name + "_total" : name;
  }

  /** The names of all of its series in a scrape. */
  public Set<String> seriesNames() {
    String name = prometheusName();
    return switch (kind) {
      case COUNTER, GAUGE -> Set.of(name);
      case SUMMARY -> new TreeSet<>(List.of(name + "_count", name + "_sum", name + "_max"));
      case HISTOGRAM ->
          new TreeSet<>(List.of(name + "_bucket", name + "_count", name + "_sum", name + "_max"));
    };
  }

  /** The names of all series of all meters. */
  public static Set<String> allSeriesNames() {
    Set<String> names = new TreeSet<>();
    Arrays.stream(values()).map(ServiceMeter::seriesNames).forEach(names::addAll);
    return names;
  }
}
