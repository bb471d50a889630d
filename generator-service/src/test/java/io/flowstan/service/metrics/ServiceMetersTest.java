package io.flowstan.service.metrics;

import static io.flowstan.service.metrics.SomeFlows.flow;
import static org.assertj.core.api.Assertions.assertThat;

import io.flowstan.flow.FlowRule;
import io.flowstan.flow.IpProtocol;
import io.micrometer.core.instrument.Meter;
import io.micrometer.core.instrument.MockClock;
import io.micrometer.core.instrument.Tag;
import io.micrometer.core.instrument.simple.SimpleConfig;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.time.Duration;
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
    assertThat(registry.get("flowstan.flow.bytes").counter().count()).isEqualTo(320);
    assertThat(registry.get("flowstan.flow.packets").counter().count()).isEqualTo(7);
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
      meter
          .measure()
          .forEach(m -> assertThat(m.getValue()).as(meter.getId().getName()).isNotNaN().isZero());
    }
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
    assertThat(
            registry
                .get("flowstan.flow.lateness")
                .timer()
                .totalTime(java.util.concurrent.TimeUnit.MILLISECONDS))
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
  void oneFlowInAThousandIsSampled() {
    TaskMeters task = meters.openTask();
    int sampled = 0;
    for (int i = 0; i < 10 * TaskMeters.SAMPLE_EVERY; i++) {
      sampled += task.samplesNext() ? 1 : 0;
      task.count(flow(IpProtocol.TCP, "background", 1, 40));
    }
    assertThat(sampled).isEqualTo(10);
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

  private double gauge(String name) {
    return registry.get(name).gauge().value();
  }
}
