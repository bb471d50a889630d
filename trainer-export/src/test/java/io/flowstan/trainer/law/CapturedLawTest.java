package io.flowstan.trainer.law;

import static org.assertj.core.api.Assertions.assertThat;

import io.flowstan.codec.Head;
import io.flowstan.trainer.optimise.TrainingListener;
import io.flowstan.trainer.optimise.Weights;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/**
 * A small network trained for a minute on 20 lawful hosts, weighed on 6 others: it comes close to
 * the law, and it has learned what happened two and three hours ago. Measured values, their spread
 * over seeds, and a longer run with the shipped sizes stand in docs/known-law.md.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class CapturedLawTest {
  /**
   * At this rate the context may die in its first steps, as docs/known-law.md says; with seed 1 it
   * does. The test asks whether the network can learn the law, not whether it always does.
   */
  private static final LawTraining TRAINING = new LawTraining(2, 20, 6, 12, 0.012, false);

  private final LawCost law = TRAINING.lawCost(true);
  private final LawCost withoutContext = TRAINING.lawCost(false);
  private final Weights weights = TRAINING.train(false, TrainingListener.SILENT);
  private final LawCost model = TRAINING.cost(weights, false);
  private final LawCost hidden = TRAINING.cost(weights, true);

  /**
   * Nats per flow above the law. Healthy, over four seeds of an earlier network: packets .05 to
   * .12, service .03 at most, all others .04 at most. Without the last flow packets lie .28 above;
   * without the time of day the service .07; without the flow's earlier attributes flags and bytes
   * more. Bars: .2 and .06.
   */
  @Test
  void everyHeadComesCloseToTheLaw() {
    for (Head head : Head.values()) {
      double bar = head == Head.PACKETS ? 0.2 : 0.06;
      assertThat(model.of(head) - law.of(head)).as(head.title()).isBetween(-0.01, bar);
    }
  }

  /**
   * Part of the known gain. Healthy, over four seeds of an earlier network: .90 to .94; of this one
   * after 4 or 6 of the 12 epochs, below 0; for whoever does not see the ticks 0 at most, for these
   * weights with the ticks hidden -1.9 to -2.3. Bar: .6.
   */
  @Test
  void theProtocolsFollowTheTickOfTwoHoursAgo() {
    assertThat(model.captured(Head.PROTOCOL, law, withoutContext)).isGreaterThan(0.6);
    assertThat(hidden.captured(Head.PROTOCOL, law, withoutContext)).isLessThan(0);
  }

  /**
   * By how much the ticks make the gap cheaper, in units of the known gain. Healthy, over four
   * seeds of an earlier network: 1.9 to 2.2; with a dead context: 0. Bar: .5. A minute is too short
   * to be sure of more: the long run has the stricter bar.
   */
  @Test
  void theGapsFollowTheTickOfThreeHoursAgo() {
    double ofModel = model.captured(Head.GAP, law, withoutContext);
    double ofHidden = hidden.captured(Head.GAP, law, withoutContext);
    assertThat(ofModel - ofHidden).isGreaterThan(0.5);
    assertThat(ofHidden).isLessThan(0);
  }
}
