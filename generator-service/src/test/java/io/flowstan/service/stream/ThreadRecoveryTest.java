package io.flowstan.service.stream;

import static org.assertj.core.api.Assertions.assertThat;

import io.flowstan.service.metrics.ErrorKind;
import io.flowstan.service.registry.RegistryException;
import java.time.Duration;
import java.util.Optional;
import org.apache.kafka.common.errors.InvalidProducerEpochException;
import org.apache.kafka.common.errors.RecordTooLargeException;
import org.apache.kafka.common.errors.SerializationException;
import org.apache.kafka.common.errors.TimeoutException;
import org.apache.kafka.common.errors.TopicAuthorizationException;
import org.apache.kafka.streams.errors.ProcessorStateException;
import org.apache.kafka.streams.errors.StreamsException;
import org.junit.jupiter.api.Test;

class ThreadRecoveryTest {
  private long nanos;
  private final ThreadRecovery recovery = new ThreadRecovery(() -> nanos);

  @Test
  void whatMayPassIsTriedAgainAndWhatWillNotIsFinal() {
    assertThat(ThreadRecovery.mayPass(new StreamsException(new TimeoutException("away")))).isTrue();
    assertThat(ThreadRecovery.mayPass(new InvalidProducerEpochException("fenced"))).isTrue();
    assertThat(
            ThreadRecovery.mayPass(
                new ProcessorStateException("put", new Exception("No space left on device"))))
        .isTrue();
    assertThat(ThreadRecovery.mayPass(new IllegalStateException("breaks a hard rule"))).isFalse();
    assertThat(ThreadRecovery.mayPass(new RecordTooLargeException("too large"))).isFalse();
    assertThat(
            ThreadRecovery.mayPass(new StreamsException(new TopicAuthorizationException("flows"))))
        .isFalse();
  }

  @Test
  void thePauseDoublesUpToHalfAMinute() {
    assertThat(failTimes(7)).contains(Duration.ofSeconds(30));
    assertThat(new ThreadRecovery(() -> 0).pauseAfter(new TimeoutException("away")))
        .contains(Duration.ofSeconds(1));
  }

  @Test
  void aQuietWhileMakesTheNextFailureTheFirst() {
    failTimes(5);
    nanos += Duration.ofMinutes(3).toNanos();

    assertThat(recovery.pauseAfter(new TimeoutException("away"))).contains(Duration.ofSeconds(1));
  }

  @Test
  void whatDoesNotEndIsFinal() {
    Optional<Duration> last = Optional.of(Duration.ZERO);
    for (int minute = 0; minute <= 16; minute++) {
      last = recovery.pauseAfter(new TimeoutException("away"));
      nanos += Duration.ofMinutes(1).toNanos();
    }

    assertThat(last).isEmpty();
  }

  private Optional<Duration> failTimes(int times) {
    Optional<Duration> pause = Optional.empty();
    for (int i = 0; i < times; i++) {
      pause = recovery.pauseAfter(new TimeoutException("away"));
    }
    return pause;
  }

  @Test
  void anErrorIsCountedWhereItHappened() {
    assertThat(ThreadRecovery.kindOf(new StreamsException(new IllegalStateException("rule"))))
        .isEqualTo(ErrorKind.ENGINE);
    assertThat(ThreadRecovery.kindOf(new StreamsException(new TimeoutException("broker"))))
        .isEqualTo(ErrorKind.PRODUCE);
    assertThat(ThreadRecovery.kindOf(new ProcessorStateException("disk")))
        .isEqualTo(ErrorKind.STATE);
    assertThat(ThreadRecovery.kindOf(new StreamsException(new RegistryException("away"))))
        .isEqualTo(ErrorKind.REGISTRY);
    assertThat(ThreadRecovery.kindOf(new StreamsException(new SerializationException("value"))))
        .isEqualTo(ErrorKind.ENCODE);
  }
}
