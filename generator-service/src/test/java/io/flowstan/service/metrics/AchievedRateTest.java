package io.flowstan.service.metrics;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class AchievedRateTest {
  private static final long SECOND = 1_000_000_000L;
  private final AtomicLong nanos = new AtomicLong(-3 * SECOND + 7);
  private final AchievedRate rate = new AchievedRate(nanos::get);

  @Test
  void nothingSentIsRateZero() {
    assertThat(rate.flowsPerSecond()).isZero();
  }

  @Test
  void theRunningSecondDoesNotCount() {
    // Given one whole second with 100 flows
    rate.add(100);
    nanos.addAndGet(SECOND);
    // When the next second has only begun
    rate.add(3);
    // Then
    assertThat(rate.flowsPerSecond()).isEqualTo(100);
  }

  @Test
  void theMeanIsOverTenSeconds() {
    // Given 50 flows in each of 30 seconds, then 250 in each of 5
    send(30, 50);
    send(5, 250);
    // Then half of the window has either rate
    assertThat(rate.flowsPerSecond()).isEqualTo(150);
  }

  @Test
  void theRateFallsToZeroWhenNothingIsSent() {
    send(20, 50);
    nanos.addAndGet(11 * SECOND);
    assertThat(rate.flowsPerSecond()).isZero();
  }

  private void send(int seconds, int flowsEach) {
    for (int second = 0; second < seconds; second++) {
      rate.add(flowsEach);
      nanos.addAndGet(SECOND);
    }
  }
}
