package io.flowstan.trainer.evaluate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.flowstan.codec.Head;
import io.flowstan.score.HostScore;
import io.flowstan.score.Score;
import io.flowstan.trainer.report.Interval;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

class HostBootstrapTest {
  private static final Set<Head> BYTES = Set.of(Head.BYTES);
  private final HostBootstrap bootstrap = new HostBootstrap(500, 3);

  @Test
  void theSameSeedGivesTheSameInterval() {
    Score score = score(1.0, 2.0, 3.0, 4.0);
    assertThat(bootstrap.of(score, BYTES)).isEqualTo(bootstrap.of(score, BYTES));
  }

  @Test
  void theValueIsTheMeanOverFlowsAndLiesInside() {
    Interval interval = bootstrap.of(score(1.0, 2.0, 3.0, 4.0), BYTES);
    assertThat(interval.value()).isEqualTo(2.5);
    assertThat(interval.low()).isBetween(1.0, 2.4);
    assertThat(interval.high()).isBetween(2.6, 4.0);
  }

  @Test
  void hostsThatAreAlikeHaveNoSpread() {
    assertThat(bootstrap.of(score(2.0, 2.0, 2.0), BYTES)).isEqualTo(new Interval(2, 2, 2));
  }

  @Test
  void aDifferenceThatEveryHostSharesHasNoSpreadHoweverMuchTheyDiffer() {
    Interval difference = bootstrap.difference(score(2.0, 30.0, 7.0), score(1.0, 29.0, 6.0), BYTES);
    assertThat(difference).isEqualTo(new Interval(1, 1, 1));
  }

  @Test
  void scoresOfOtherFlowsAreNotCompared() {
    assertThatThrownBy(() -> bootstrap.difference(score(1.0), score(1.0, 2.0), BYTES))
        .hasMessageContaining("expected the same hosts");
  }

  /** One host for each cost a flow, ten flows each. */
  private static Score score(double... natsPerFlow) {
    List<HostScore> hosts = new ArrayList<>();
    for (int h = 0; h < natsPerFlow.length; h++) {
      List<Double> nats = new ArrayList<>(Collections.nCopies(Head.values().length, 0.0));
      nats.set(Head.BYTES.column(), 10 * natsPerFlow[h]);
      hosts.add(new HostScore(h, 10, nats));
    }
    return new Score(hosts);
  }
}
