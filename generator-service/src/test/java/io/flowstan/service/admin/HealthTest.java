package io.flowstan.service.admin;

import static org.assertj.core.api.Assertions.assertThat;

import org.apache.kafka.streams.KafkaStreams;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class HealthTest {
  @ParameterizedTest
  @CsvSource({
    "RUNNING, true, true",
    "CREATED, true, false",
    "REBALANCING, true, false",
    "PENDING_SHUTDOWN, true, false",
    "NOT_RUNNING, false, false",
    "PENDING_ERROR, false, false",
    "ERROR, false, false"
  })
  void everyStateOfStreamsHasAHealth(KafkaStreams.State state, boolean live, boolean ready) {
    Health health = Health.of(state);
    assertThat(health.isLive()).isEqualTo(live);
    assertThat(health.isReady()).isEqualTo(ready);
    assertThat(health.reason()).isNotBlank();
  }
}
