package io.flowstan.service.bench;

import io.flowstan.engine.HostSpec;
import io.flowstan.engine.HostStreams;
import io.flowstan.flow.HostFlow;
import io.flowstan.service.broker.EmbeddedBroker;
import io.flowstan.service.topics.TopicSettings;
import io.flowstan.service.topics.Topics;
import io.flowstan.service.wire.FlowEncoder;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Consumer;
import org.apache.kafka.clients.admin.Admin;

/** One run of the benchmark, from the parts to the whole. */
public final class Bench {
  private static final String CEILING_TOPIC = "bench-ceiling.flows";
  private static final int SAMPLE_HOSTS = 1_000;
  private static final Duration LONGEST_ENCODING = Duration.ofSeconds(5);

  private final BenchPlan plan;
  private final EngineSource engines;
  private final Consumer<String> progress;

  /**
   * @param progress told what was measured as soon as it is
   */
  public Bench(BenchPlan plan, EngineSource engines, Consumer<String> progress) {
    this.plan = plan;
    this.engines = engines;
    this.progress = progress;
  }

  /**
   * Measures everything.
   *
   * @param stateDirectory an empty folder for the service's stores
   */
  public BenchResult run(BenchMachine machine, Path stateDirectory)
      throws IOException, InterruptedException {
    List<HostFlow> sample = sample();
    EncodeBench.Encoding encoding = encode(sample);
    StateBench.StateWeight state =
        StateBench.run(
            engines,
            BenchHosts.of(plan.stateHosts(), plan.seed()),
            plan.threads(),
            BenchPlan.STATE_AGE);
    say(
        "state         %,.0f bytes a host after 24 simulated hours, 99 %% of the hosts at most %,d",
        state.meanBytes(), state.p99Bytes());
    List<Measured> alone = new ArrayList<>();
    for (int hosts : plan.hosts()) {
      alone.add(engine(hosts));
    }
    say("starting the broker ...");
    try (EmbeddedBroker broker = EmbeddedBroker.start()) {
      Map<String, String> client = Map.of("bootstrap.servers", broker.bootstrapServers());
      Ceiling.Report ceiling = ceiling(client, sample);
      ServiceBench service = new ServiceBench(engines, client, plan.threads(), stateDirectory);
      List<BenchResult.AtHosts> byHosts = new ArrayList<>();
      for (int i = 0; i < plan.hosts().size(); i++) {
        int hosts = plan.hosts().get(i);
        byHosts.add(
            new BenchResult.AtHosts(
                hosts,
                alone.get(i),
                service(service, hosts, Guarantee.AT_LEAST_ONCE),
                service(service, hosts, Guarantee.EXACTLY_ONCE)));
      }
      return new BenchResult(
          machine, ServiceBench.commitInterval().toMillis(), encoding, ceiling, state, byHosts);
    }
  }

  private List<HostFlow> sample() throws IOException {
    try (HostStreams streams = engines.open(plan.threads())) {
      return BenchHosts.flows(
          streams, BenchHosts.of(SAMPLE_HOSTS, plan.seed()), plan.sampleFlows());
    }
  }

  private EncodeBench.Encoding encode(List<HostFlow> sample) {
    Duration window =
        plan.window().compareTo(LONGEST_ENCODING) < 0 ? plan.window() : LONGEST_ENCODING;
    EncodeBench.Encoding encoding = EncodeBench.run(sample, plan.warmUp(), window);
    say(
        "encode        %,.0f ns and %,.0f bytes of heap a flow of %,.0f bytes",
        encoding.nanosPerFlow(), encoding.allocatedBytesPerFlow(), encoding.bytesPerFlow());
    return encoding;
  }

  private Measured engine(int hosts) throws IOException, InterruptedException {
    List<HostSpec> specs = BenchHosts.of(hosts, plan.seed());
    Measured measured =
        new EngineBench(engines).run(specs, plan.threads(), plan.warmUp(), plan.window());
    say("engine", hosts, measured);
    return measured;
  }

  private Ceiling.Report ceiling(Map<String, String> client, List<HostFlow> sample)
      throws IOException, InterruptedException {
    try (Admin admin = Admin.create(Map.<String, Object>copyOf(client))) {
      TopicSettings topic =
          ServiceBench.topics("bench-ceiling", plan.threads()).settings().stream()
              .filter(settings -> settings.name().equals(CEILING_TOPIC))
              .findFirst()
              .orElseThrow();
      Topics.ensure(admin, topic);
      FlowEncoder encoder = new FlowEncoder(1);
      List<byte[]> values = sample.stream().map(encoder::encode).toList();
      Ceiling.Report report =
          Ceiling.run(client, topic.name(), values, plan.ceilingRecords(), plan.ceilingRuns());
      admin.deleteTopics(List.of(topic.name()));
      say(
          "producer perf %,.0f records/s, best of %s",
          report.bestRecordsPerSecond(), rates(report));
      return report;
    }
  }

  private Measured service(ServiceBench service, int hosts, Guarantee guarantee)
      throws InterruptedException {
    List<HostSpec> specs = BenchHosts.of(hosts, plan.seed());
    Measured measured = service.run(specs, guarantee, plan.warmUp(), plan.window());
    say(guarantee.setting(), hosts, measured);
    return measured;
  }

  private static List<Long> rates(Ceiling.Report report) {
    return report.recordsPerSecond().stream().map(Math::round).toList();
  }

  private void say(String what, int hosts, Measured measured) {
    say(
        "%-18s %,8d hosts: %,9.0f flows/s, %,7.0f ns CPU and %,6.0f bytes of garbage a flow",
        what,
        hosts,
        measured.flowsPerSecond(),
        measured.cpuNanosPerFlow(),
        measured.garbageBytesPerFlow());
  }

  private void say(String format, Object... values) {
    progress.accept(String.format(Locale.ROOT, format, values));
  }
}
