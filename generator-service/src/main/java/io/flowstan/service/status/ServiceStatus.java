package io.flowstan.service.status;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.flowstan.flow.Ipv4;
import io.flowstan.flow.Network;
import io.flowstan.service.admin.AdminRequest;
import io.flowstan.service.admin.AdminResponse;
import io.flowstan.service.admin.Health;
import io.flowstan.service.metrics.ServiceMeter;
import io.flowstan.service.population.AddressGrid;
import io.flowstan.service.stream.FlowGenerator;
import io.flowstan.service.stream.LatestErrors;
import io.flowstan.service.stream.TaskStatus;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Function;
import java.util.function.LongSupplier;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * The state of a service as one JSON object: what the page shows every second. It only reads: the
 * meters by their names, the tally of the running service where there is one, and its hosts.
 *
 * <p>A reading that nobody takes is null, not 0.
 */
public final class ServiceStatus {
  /** Tag of a gauge of live fidelity: the attribute of flows whose divergence it shows. */
  public static final String ATTRIBUTE = "attribute";

  /** The bundle that the reference belongs to; told where there are several. */
  private static final String BUNDLE = "bundle";

  private static final int MAX_LISTED = 1_000;

  private final MeterRegistry meters;
  private final Supplier<Health> health;
  private final Map<String, String> facts;
  private final LongSupplier wallClock;
  private final LongSupplier nanoClock;
  private final AtomicReference<@Nullable FlowGenerator> generator = new AtomicReference<>();

  /**
   * @param facts what the run is, by name
   * @param wallClock milliseconds since the epoch
   * @param nanoClock the clock of {@link LatestErrors}
   */
  public ServiceStatus(
      MeterRegistry meters,
      Supplier<Health> health,
      Map<String, String> facts,
      LongSupplier wallClock,
      LongSupplier nanoClock) {
    this.meters = meters;
    this.health = health;
    this.facts = facts;
    this.wallClock = wallClock;
    this.nanoClock = nanoClock;
  }

  /** Shows the hosts, the tasks and the errors of {@code running} from now on. */
  public void serve(FlowGenerator running) {
    generator.set(running);
  }

  /** {@code GET /status}. */
  public AdminResponse status(AdminRequest request) {
    return AdminResponse.json(200, json());
  }

  /** {@code GET /hosts?network=CIDR}: assigned hosts of a network, at most 1,000. */
  public AdminResponse hosts(AdminRequest request) {
    FlowGenerator running = generator.get();
    if (running == null) {
      return AdminResponse.refusal(404, "this command simulates no hosts, or is still starting");
    }
    Network network;
    try {
      network = Network.parse(request.query().getOrDefault("network", "0.0.0.0/0"));
    } catch (IllegalArgumentException e) {
      return AdminResponse.refusal(400, "network: expected one such as 10.3.0.0/16");
    }
    List<Integer> found = running.population().list(network, MAX_LISTED + 1);
    ObjectNode tree =
        JsonNodeFactory.instance
            .objectNode()
            .put("network", network.toString())
            .put("more", found.size() > MAX_LISTED);
    ArrayNode hosts = tree.putArray("hosts");
    found.stream().limit(MAX_LISTED).map(Ipv4::format).forEach(hosts::add);
    return AdminResponse.json(200, tree);
  }

  private ObjectNode json() {
    ObjectNode tree = JsonNodeFactory.instance.objectNode();
    Health now = health.get();
    tree.put("time", Instant.ofEpochMilli(wallClock.getAsLong()).toString());
    tree.putObject("health")
        .put("live", now.isLive())
        .put("ready", now.isReady())
        .put("reason", now.reason());
    ObjectNode run = tree.putObject("run");
    facts.forEach(run::put);
    tree.putObject("rate")
        .put("achieved", gauge(ServiceMeter.ACHIEVED_RATE))
        .put("target", positive(ServiceMeter.TARGET_RATE))
        .put("deficit", gauge(ServiceMeter.DEFICIT));
    clock(tree.putObject("clock"));
    ObjectNode totals = tree.putObject("totals");
    totals.put("flows", sum(ServiceMeter.FLOWS));
    totals.put("replayed", sum(ServiceMeter.FLOWS_REPLAYED));
    totals.put("bytes", sum(ServiceMeter.FLOW_BYTES));
    totals.put("packets", sum(ServiceMeter.FLOW_PACKETS));
    totals.put("late", sum(ServiceMeter.FLOWS_LATE));
    counts(tree.putObject("protocols"), ServiceMeter.FLOWS, "protocol");
    counts(tree.putObject("labels"), ServiceMeter.FLOWS, "label");
    fidelity(tree.putObject("fidelity"));
    FlowGenerator running = generator.get();
    tree.put("steerable", running != null);
    if (running != null) {
      tree.set("tasks", tasks(running));
      map(tree.putObject("hosts"), running);
    }
    errors(tree.putObject("errors"), running);
    return tree;
  }

  private void clock(ObjectNode clock) {
    Double seconds = positive(ServiceMeter.SIMULATED_TIME);
    clock.put(
        "simulatedTime",
        seconds == null ? null : Instant.ofEpochMilli((long) (seconds * 1_000)).toString());
    clock.put("lagSeconds", gauge(ServiceMeter.SIMULATED_LAG));
    clock.put("spreadSeconds", gauge(ServiceMeter.SIMULATED_SPREAD));
  }

  private void fidelity(ObjectNode fidelity) {
    fidelity.put("unit", "nats");
    ObjectNode divergence = fidelity.putObject("divergence");
    Collection<Gauge> gauges = meters.find(ServiceMeter.FIDELITY_DIVERGENCE.meterName()).gauges();
    long bundles =
        gauges.stream()
            .map(gauge -> String.valueOf(gauge.getId().getTag(BUNDLE)))
            .distinct()
            .count();
    Map<String, Double> values = new TreeMap<>();
    for (Gauge gauge : gauges) {
      String attribute = gauge.getId().getTag(ATTRIBUTE);
      if (attribute != null) {
        String name =
            bundles > 1 ? attribute + " (" + gauge.getId().getTag(BUNDLE) + ")" : attribute;
        values.put(name, gauge.value());
      }
    }
    values.forEach(
        (attribute, value) ->
            divergence.put(attribute, Double.isFinite(value) ? value : (Double) null));
  }

  private void map(ObjectNode tree, FlowGenerator running) {
    AddressGrid grid = running.tally().grid();
    int[] hosts = running.population().countBy(grid);
    long[] flows = running.tally().flowsByCell();
    tree.put("simulated", running.tally().hosts());
    tree.put("assigned", running.population().size());
    tree.put("network", grid.network().toString());
    ArrayNode cells = tree.putArray("cells");
    for (int cell = 0; cell < grid.cells(); cell++) {
      if (hosts[cell] > 0 || flows[cell] > 0) {
        cells
            .addObject()
            .put("cell", cell)
            .put("network", grid.networkOf(cell).toString())
            .put("hosts", hosts[cell])
            .put("flows", flows[cell]);
      }
    }
  }

  private void errors(ObjectNode tree, @Nullable FlowGenerator running) {
    tree.put("ruleViolations", sum(ServiceMeter.RULE_VIOLATIONS));
    tree.put("threadsReplaced", sum(ServiceMeter.THREADS_REPLACED));
    counts(tree.putObject("counts"), ServiceMeter.ERRORS, "kind");
    ArrayNode latest = tree.putArray("latest");
    if (running != null) {
      for (LatestErrors.Entry error : running.tally().errors().list()) {
        latest
            .addObject()
            .put("kind", error.kind())
            .put("message", error.message())
            .put("times", error.times())
            .put("secondsAgo", (nanoClock.getAsLong() - error.nanos()) / 1_000_000_000);
      }
    }
  }

  /** Where the tasks of this instance stand. */
  public static ArrayNode tasks(FlowGenerator running) {
    ArrayNode tasks = JsonNodeFactory.instance.arrayNode();
    for (TaskStatus status : running.tally().status()) {
      ObjectNode task =
          tasks
              .addObject()
              .put("partition", status.partition())
              .put("hosts", status.hosts())
              .put("pace", status.pace().text())
              .put("paused", status.paused())
              .put("pendingCommands", status.pendingCommands());
      if (status.lastCommandId() != Long.MIN_VALUE) {
        task.put("lastCommandId", status.lastCommandId());
      }
      Long simulatedMs = status.simulatedMs();
      if (simulatedMs != null) {
        task.put("simulatedTime", Instant.ofEpochMilli(simulatedMs).toString());
      }
    }
    return tasks;
  }

  private @Nullable Double gauge(ServiceMeter meter) {
    Gauge gauge = meters.find(meter.meterName()).gauge();
    return gauge == null || !Double.isFinite(gauge.value()) ? null : gauge.value();
  }

  /** A gauge for which 0 means that there is nothing to show. */
  private @Nullable Double positive(ServiceMeter meter) {
    Double value = gauge(meter);
    return value == null || value <= 0 ? null : value;
  }

  private long sum(ServiceMeter meter) {
    return (long)
        meters.find(meter.meterName()).counters().stream().mapToDouble(Counter::count).sum();
  }

  private void counts(ObjectNode into, ServiceMeter meter, String tag) {
    Function<Counter, String> key = counter -> String.valueOf(counter.getId().getTag(tag));
    Map<String, Double> sums = new TreeMap<>();
    meters
        .find(meter.meterName())
        .counters()
        .forEach(c -> sums.merge(key.apply(c), c.count(), Double::sum));
    sums.forEach((value, sum) -> into.put(value, sum.longValue()));
  }
}
