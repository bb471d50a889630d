package io.flowstan.service.metrics;

import static io.flowstan.service.metrics.SomeFlows.flow;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.flowstan.flow.FlowRule;
import io.flowstan.flow.HostFlow;
import io.flowstan.flow.IpProtocol;
import io.flowstan.reference.ReferenceHistograms;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Meter;
import io.micrometer.core.instrument.MockClock;
import io.micrometer.core.instrument.Tag;
import io.micrometer.core.instrument.simple.SimpleConfig;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.time.Duration;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.common.TopicPartition;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class ServiceMetersTest {
  private final MockClock clock = new MockClock();
  private final SimpleMeterRegistry registry = new SimpleMeterRegistry(SimpleConfig.DEFAULT, clock);
  private final ServiceMeters meters = new ServiceMeters(registry);

  @AfterEach
  void close() {
    meters.close();
  }

  @Test
  void flowsAreCountedByProtocolAndLabel() {
    // Given
    TaskMeters task = meters.openTask();
    task.count(flow(IpProtocol.TCP, "background", 3, 120));
    task.count(flow(IpProtocol.UDP, "background", 1, 60));
    task.count(flow(IpProtocol.TCP, "blacklist", 2, 100));
    task.count(flow(IpProtocol.TCP, "background", 1, 40));
    // When
    task.publish();
    // Then
    assertThat(flows("TCP", "background")).isEqualTo(2);
    assertThat(flows("UDP", "background")).isEqualTo(1);
    assertThat(flows("TCP", "blacklist")).isEqualTo(1);
    assertThat(count("flowstan.flow.bytes", "protocol", "TCP", "label", "background"))
        .isEqualTo(160);
    assertThat(count("flowstan.flow.packets", "protocol", "TCP", "label", "background"))
        .isEqualTo(4);
    assertThat(sum("flowstan.flow.bytes")).isEqualTo(320);
    assertThat(sum("flowstan.flow.packets")).isEqualTo(7);
  }

  @Test
  void flowsAreCountedByServiceAndHour() {
    // Given
    TaskMeters task = meters.openTask();
    task.count(flow(IpProtocol.TCP, "background", 3, 120));
    task.count(flow(IpProtocol.ICMP, "background", 1, 84));
    // When
    task.publish();
    // Then
    assertThat(count("flowstan.service.flows", "port", "443")).isEqualTo(1);
    assertThat(count("flowstan.service.flows", "port", "none")).isEqualTo(1);
    assertThat(sum("flowstan.service.flows")).isEqualTo(2);
    assertThat(count("flowstan.hour.flows", "hour", "00")).isEqualTo(2);
  }

  @Test
  void publishingTwiceCountsOnce() {
    TaskMeters task = meters.openTask();
    task.count(flow(IpProtocol.ICMP, "background", 1, 84));
    task.publish();
    task.publish();
    assertThat(flows("ICMP", "background")).isEqualTo(1);
  }

  @Test
  void closingATaskPublishesTheRestAndTakesItOutOfTheGauges() {
    // Given
    TaskMeters task = meters.openTask();
    task.hosts(5);
    task.count(flow(IpProtocol.TCP, "background", 1, 40));
    // When
    task.close();
    // Then
    assertThat(flows("TCP", "background")).isEqualTo(1);
    assertThat(gauge("flowstan.hosts")).isZero();
  }

  @Test
  void gaugesShowTheSumOrTheSlowestOfAllTasks() {
    // Given
    TaskMeters fast = meters.openTask();
    TaskMeters slow = meters.openTask();
    meters.openTask();
    fast.progress(50_000, 50_000);
    slow.progress(20_000, 45_000);
    fast.target(100, 0);
    slow.target(300, 12);
    fast.hosts(2);
    slow.hosts(3);
    fast.stateBytes(1_000);
    slow.stateBytes(24);
    // Then
    assertThat(gauge("flowstan.simulated.time")).isEqualTo(20);
    assertThat(gauge("flowstan.simulated.lag")).isEqualTo(25);
    assertThat(gauge("flowstan.simulated.spread")).isEqualTo(30);
    assertThat(gauge("flowstan.target.rate")).isEqualTo(400);
    assertThat(gauge("flowstan.deficit")).isEqualTo(12);
    assertThat(gauge("flowstan.hosts")).isEqualTo(5);
    assertThat(gauge("flowstan.state")).isEqualTo(1_024);
  }

  @Test
  void gaugesAreNumbersBeforeAnyTaskHasStarted() {
    for (Meter meter : registry.getMeters()) {
      String name = meter.getId().getName();
      double healthy = name.equals("flowstan.restore") ? 1 : 0;
      meter.measure().forEach(m -> assertThat(m.getValue()).as(name).isEqualTo(healthy));
    }
  }

  @Test
  void theLeadIsSimulatedTimeAheadOfWallTime() {
    TaskMeters task = meters.openTask();
    task.progress(clock.wallTime() - 90_000, clock.wallTime());
    assertThat(gauge("flowstan.simulated.lead")).isEqualTo(-90);
  }

  @Test
  void theDeficitIsWhatTheAchievedRateFallsShortOfTheTarget() {
    // Given 40 flows in a second that should have 100
    TaskMeters task = meters.openTask();
    task.target(100, 60);
    for (int i = 0; i < 40; i++) {
      task.count(flow(IpProtocol.TCP, "background", 1, 40));
    }
    task.publish();
    // When
    clock.add(Duration.ofSeconds(1));
    // Then
    assertThat(gauge("flowstan.deficit.rate")).isEqualTo(60);
  }

  @Test
  void aStepOfTheModelIsTimedWithItsHosts() {
    // When two steps take 3 ms each
    for (int step = 0; step < 2; step++) {
      long begun = meters.modelSteps().begin();
      clock.add(Duration.ofMillis(3));
      meters.modelSteps().end(begun, 10 + step);
    }
    // Then
    assertThat(registry.get("flowstan.step").timer().totalTime(TimeUnit.MILLISECONDS)).isEqualTo(6);
    assertThat(registry.get("flowstan.step.hosts").summary().totalAmount()).isEqualTo(21);
  }

  @Test
  void restorationIsShownByOffsetsUntilItEnds() {
    // Given half of one partition of two
    TopicPartition first = new TopicPartition("changelog", 0);
    TopicPartition second = new TopicPartition("changelog", 1);
    meters.restoreListener().onRestoreStart(first, "store", 100, 200);
    meters.restoreListener().onRestoreStart(second, "store", 0, 100);
    // When 20 records reach the offset 149
    meters.restoreListener().onBatchRestored(first, "store", 149, 20);
    // Then
    assertThat(gauge("flowstan.restore")).isEqualTo(0.25);
    assertThat(registry.get("flowstan.restore.records").counter().count()).isEqualTo(20);
    // When both are over, one by a rebalance
    meters.restoreListener().onRestoreEnd(first, "store", 40);
    meters.restoreListener().onRestoreSuspended(second, "store", 0);
    // Then
    assertThat(gauge("flowstan.restore")).isEqualTo(1);
  }

  @Test
  void theFlowsOfABundlesHostsAreComparedWithItsReference() {
    // Given a reference of TCP and ICMP, half each, and a stream of TCP alone
    ReferenceHistograms reference =
        new ReferenceHistograms(Map.of("protocol", Map.of("TCP", 50L, "ICMP", 50L)));
    TaskMeters task = meters.openTask();
    StreamWindow window = task.window(null, reference);
    // When
    HostFlow sent = flow(IpProtocol.TCP, "background", 1, 40);
    window.count(sent.flow(), sent.host(), 0);
    task.count(sent);
    task.publish();
    // Then JS((1, 0), (1/2, 1/2)) = 3/4 ln(4/3), by hand
    assertThat(divergence("protocol")).isCloseTo(0.75 * Math.log(4 / 3.0), within(1e-12));
    assertThat(gauge("flowstan.fidelity.flows")).isEqualTo(1);
    // When the other half comes from another task
    TaskMeters other = meters.openTask();
    HostFlow icmp = flow(IpProtocol.ICMP, "background", 1, 40);
    other.window(null, reference).count(icmp.flow(), icmp.host(), 0);
    other.count(icmp);
    other.publish();
    // Then
    assertThat(divergence("protocol")).isZero();
    // When the tasks end
    task.close();
    other.close();
    // Then
    assertThat(divergence("protocol")).isNaN();
  }

  @Test
  void aBundleWithoutReferenceIsNotCompared() {
    TaskMeters task = meters.openTask();
    HostFlow sent = flow(IpProtocol.TCP, "background", 1, 40);
    task.window("servers", null).count(sent.flow(), sent.host(), 0);
    assertThat(registry.find("flowstan.fidelity.flows").gauge()).isNull();
  }

  @Test
  void everyMeterIsInTheListAndEveryOneOfTheListIsThere() {
    // Given every meter with something in it
    TaskMeters task = meters.openTask();
    task.count(flow(IpProtocol.TCP, "background", 1, 40));
    task.publish();
    task.window(
        null, new ReferenceHistograms(Map.of("hour", Map.of("0", 1L), "tos", Map.of("0", 1L))));
    // When
    Map<String, Set<String>> registered = new TreeMap<>();
    for (Meter meter : registry.getMeters()) {
      if (meter.getId().getName().endsWith(".histogram")) {
        continue; // the buckets of a histogram, which this registry shows as gauges beside it
      }
      registered
          .computeIfAbsent(meter.getId().getName(), unseen -> new TreeSet<>())
          .addAll(meter.getId().getTags().stream().map(Tag::getKey).toList());
    }
    // Then
    Map<String, Set<String>> listed = new TreeMap<>();
    for (ServiceMeter meter : ServiceMeter.values()) {
      listed.put(meter.meterName(), new TreeSet<>(meter.tags()));
    }
    assertThat(registered).isEqualTo(listed);
  }

  @Test
  void theAchievedRateComesFromPublishedFlows() {
    TaskMeters task = meters.openTask();
    for (int i = 0; i < 40; i++) {
      task.count(flow(IpProtocol.TCP, "background", 1, 40));
    }
    task.publish();
    clock.add(Duration.ofSeconds(1));
    assertThat(gauge("flowstan.achieved.rate")).isEqualTo(40);
  }

  @Test
  void lateFlowsAreCountedAndTimed() {
    TaskMeters task = meters.openTask();
    task.countLate(1_500);
    task.countLate(500);
    task.publish();
    assertThat(registry.get("flowstan.flows.late").counter().count()).isEqualTo(2);
    assertThat(registry.get("flowstan.flow.lateness").timer().totalTime(TimeUnit.MILLISECONDS))
        .isEqualTo(2_000);
  }

  @Test
  void labelsBeyondTheLimitShareOneCounter() {
    TaskMeters task = meters.openTask();
    for (int i = 0; i < ServiceMeters.MAX_LABELS + 10; i++) {
      task.count(flow(IpProtocol.TCP, "label-" + i, 1, 40));
      task.publish();
    }
    assertThat(flows("TCP", ServiceMeters.OTHER_LABEL)).isEqualTo(10);
  }

  @Test
  void brokenRulesAndErrorsAreCountedByKind() {
    meters.ruleBroken(FlowRule.TWO_ENDS);
    meters.error(ErrorKind.REGISTRY);
    assertThat(registry.get("flowstan.rule.violations").tag("rule", "two_ends").counter().count())
        .isEqualTo(1);
    assertThat(registry.get("flowstan.errors").tag("kind", "registry").counter().count())
        .isEqualTo(1);
    assertThat(registry.get("flowstan.errors").tag("kind", "engine").counter().count()).isZero();
  }

  @Test
  void noMeterCarriesAHostOrAnAddress() {
    // Given every meter with something in it
    TaskMeters task = meters.openTask();
    task.count(flow(IpProtocol.TCP, "background", 1, 40));
    task.publish();
    meters.bindJvm();
    // Then
    assertThat(registry.getMeters())
        .flatExtracting(meter -> meter.getId().getTags())
        .extracting(Tag::getKey, Tag::getValue)
        .noneMatch(
            tag ->
                tag.toString().contains("42.219.1.7")
                    || tag.toList().contains("host")
                    || tag.toList().contains("address"));
  }

  private double flows(String protocol, String label) {
    return registry
        .get("flowstan.flows")
        .tags("protocol", protocol, "label", label)
        .counter()
        .count();
  }

  private double divergence(String attribute) {
    return registry
        .get("flowstan.fidelity.divergence")
        .tags("bundle", "default", "attribute", attribute)
        .gauge()
        .value();
  }

  private double count(String name, String... tags) {
    return registry.get(name).tags(tags).counter().count();
  }

  private double sum(String name) {
    return registry.get(name).counters().stream().mapToDouble(Counter::count).sum();
  }

  private double gauge(String name) {
    return registry.get(name).gauge().value();
  }
}
