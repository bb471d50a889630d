package io.flowstan.trainer.privacy.attack;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.flowstan.trainer.privacy.shadow.ShadowResults;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

/**
 * Attacks on losses of a known law: of host h in model k it is b(h) + s(k) + N(0, 1), less d where
 * h is a member of k. b is N(0, 9) and s(k) = k: hosts and models differ far more than members.
 *
 * <p>With n references, half of them with the host, x less the middle of the host's losses has the
 * variance 1 + 1/n, x less the mean of those without it 1 + 2/n, and members lie d lower. So the
 * best AUC is Phi(d / sqrt(2 (1 + 1/n))), that of the calibrated loss Phi(d / sqrt(2 (1 + 2/n))):
 * for d = 1 and the 6 references of 8 models .7437 and .7299 (Phi from Python's
 * statistics.NormalDist).
 */
class LossAttackTest {
  private static final int HOSTS = 600;
  private static final int MODELS = 8;

  /** Three standard errors of an AUC of 4,800 guesses; chance is .5. */
  private static final double BAR = .025;

  @Test
  void theLikelihoodRatioReachesTheBestAuc() {
    assertThat(auc(new LikelihoodRatio(), law(1, 1))).isCloseTo(.7437, within(BAR));
  }

  @Test
  void theCalibratedLossReachesItsAuc() {
    assertThat(auc(new CalibratedLoss(), law(1, 2))).isCloseTo(.7299, within(BAR));
  }

  @Test
  void whereMembershipChangesNothingBothAreAtChance() {
    // a model's own pair among its references would tell membership by counting alone
    LossTable table = law(0, 3);
    assertThat(auc(new LikelihoodRatio(), table)).isCloseTo(.5, within(BAR));
    assertThat(auc(new CalibratedLoss(), table)).isCloseTo(.5, within(BAR));
  }

  @Test
  void aTargetThatWasTrainedLongerIsAttackedAlike() {
    // Given a target whose flows all cost 3 nats less
    LossTable table = law(1, 4);
    LossTable references = table.of(ShadowResults.references(MODELS, 0));
    double[] target = table.nats()[0];
    double[] longer = Arrays.stream(target).map(loss -> loss - 3).toArray();

    // Then
    double[] scores = references.levelled(target);
    assertThat(references.levelled(longer))
        .usingElementComparator((a, b) -> Math.abs(a - b) < 1e-9 ? 0 : Double.compare(a, b))
        .containsExactly(scores);
  }

  @Test
  void anOverfittedTargetIsCaughtThoughDifferencesAreNoisy() {
    // Given references that hardly remember (d = .3) and a target that remembers all (d = 8)
    LossTable table = law(.3, 5);
    Random random = new Random(6);
    double[] target = new double[HOSTS];
    List<Guess> guesses = new ArrayList<>();
    for (int h = 0; h < HOSTS; h++) {
      double host = 0;
      for (int k = 0; k < MODELS; k++) {
        host += table.nats()[k][h] / MODELS;
      }
      target[h] = host + random.nextGaussian() - (h % 2 == 0 ? 8 : 0);
    }

    // When
    double[] scores = new LikelihoodRatio().scores(table.levelled(), table.levelled(target));
    for (int h = 0; h < HOSTS; h++) {
      guesses.add(new Guess(h, h % 2 == 0, scores[h]));
    }

    // Then all but all are found; where noise may turn a difference's sign, a third is not
    assertThat(AttackFigures.curve(guesses).auc()).isGreaterThan(.99);
  }

  @Test
  void oneReferenceOnEachSideIsTooFew() {
    LossTable table = law(1, 7).of(List.of(0, 1));
    assertThatThrownBy(() -> new LikelihoodRatio().scores(table, table.nats()[0]))
        .hasMessageContaining("likelihood ratio from 2 references: expected at least 4");
  }

  private static double auc(LossAttack attack, LossTable table) {
    List<Guess> guesses = new ArrayList<>();
    for (int k = 0; k < MODELS; k++) {
      LossTable references = table.of(ShadowResults.references(MODELS, k));
      double[] scores = attack.scores(references.levelled(), references.levelled(table.nats()[k]));
      for (int h = 0; h < HOSTS; h++) {
        guesses.add(new Guess(h, table.members()[k][h], scores[h]));
      }
    }
    return AttackFigures.curve(guesses).auc();
  }

  private static LossTable law(double gain, long seed) {
    Random random = new Random(seed);
    double[][] nats = new double[MODELS][HOSTS];
    boolean[][] members = new boolean[MODELS][HOSTS];
    for (int h = 0; h < HOSTS; h++) {
      double host = 3 * random.nextGaussian();
      for (int k = 0; k < MODELS; k++) {
        members[k][h] = k % 2 == 0 ? random.nextBoolean() : !members[k - 1][h];
        nats[k][h] = host + k + random.nextGaussian() - (members[k][h] ? gain : 0);
      }
    }
    return new LossTable(nats, members);
  }
}
