package io.flowstan.trainer.privacy.attack;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class AttackFiguresTest {
  @Test
  void areaAndRateAreThoseOfTheCurve() {
    // Given members .9 .8 .7 .6 .4 .4 and others .75, .4 and 38 at 0, which is plain to count:
    // pairs won (ties half): .9 and .8 beat 40, .7 and .6 beat 39, .4 twice 38.5:
    // 235 of 240. At most 5 % of 40 others, two: all down to .7 with one, .4 brings the second.
    List<Guess> guesses = new ArrayList<>();
    for (double score : new double[] {.9, .8, .7, .6, .4, .4}) {
      guesses.add(new Guess(guesses.size(), true, score));
    }
    guesses.add(new Guess(100, false, .75));
    guesses.add(new Guess(101, false, .4));
    for (int i = 0; i < 38; i++) {
      guesses.add(new Guess(200 + i, false, 0));
    }

    // When
    AttackFigures figures = AttackFigures.of(guesses, 1).orElseThrow();

    // Then
    assertThat(figures.auc().value()).isEqualTo(.9792);
    assertThat(figures.truePositiveRate().value()).isEqualTo(1);
    assertThat(figures.members()).isEqualTo(6);
    assertThat(figures.others()).isEqualTo(40);
  }

  @Test
  void aThirdFalsePositiveIsOneTooMany() {
    // Given 20 others, of which 5 % are one: the member below the second highest is not found
    List<Guess> guesses = new ArrayList<>();
    guesses.add(new Guess(1, true, .9));
    guesses.add(new Guess(2, true, .5));
    guesses.add(new Guess(3, false, .8));
    guesses.add(new Guess(4, false, .7));
    for (int i = 0; i < 18; i++) {
      guesses.add(new Guess(10 + i, false, 0));
    }

    // Then
    assertThat(AttackFigures.of(guesses, 1).orElseThrow().truePositiveRate().value()).isEqualTo(.5);
  }

  @Test
  void theIntervalIsAsWideAsTheAreasStandardError() {
    // Given 150 members N(1, 1), 150 others N(0, 1): AUC Phi(1 / sqrt 2) = .760, and by Hanley and
    // McNeil (1982) its standard error sqrt((A (1-A) + 149 (A/(2-A) - A^2) + 149 (2A^2/(1+A) -
    // A^2)) / 150^2) = .0276 (exponential approximation), so 90 % are +- .045
    List<Guess> guesses = normal(150, 1, new Random(1));

    // When
    AttackFigures figures = AttackFigures.of(guesses, 1).orElseThrow();

    // Then healthy is a half width of .045, of guesses resampled one by one as well; a standard
    // deviation in the place of the 5 % and 95 % points would be .027
    double halfWidth = (figures.auc().high() - figures.auc().low()) / 2;
    assertThat(halfWidth).isCloseTo(.045, within(.009));
  }

  @Test
  void guessesThatRepeatAHostMakeNothingSurer() {
    // Given the same guess on eight targets for each host
    List<Guess> once = normal(30, 1, new Random(2));
    List<Guess> eightTimes = new ArrayList<>();
    for (int target = 0; target < 8; target++) {
      eightTimes.addAll(once);
    }

    // Then the interval is that of the hosts; resampling guesses would cut it to a third
    AttackFigures few = AttackFigures.of(once, 1).orElseThrow();
    AttackFigures many = AttackFigures.of(eightTimes, 1).orElseThrow();
    assertThat(many.auc()).isEqualTo(few.auc());
    assertThat(many.truePositiveRate()).isEqualTo(few.truePositiveRate());
  }

  @Test
  void withoutOthersThereAreNoFigures() {
    assertThat(AttackFigures.of(List.of(new Guess(1, true, .5)), 1)).isEmpty();
  }

  @Test
  void aScoreThatIsNoNumberIsRefused() {
    assertThatThrownBy(() -> new Guess(42 << 24, true, Double.NaN))
        .hasMessage("guess of host 42.0.0.0: score NaN: expected a finite number");
  }

  private static List<Guess> normal(int each, double shift, Random random) {
    List<Guess> guesses = new ArrayList<>();
    for (int i = 0; i < each; i++) {
      guesses.add(new Guess(2 * i, true, shift + random.nextGaussian()));
      guesses.add(new Guess(2 * i + 1, false, random.nextGaussian()));
    }
    return guesses;
  }
}
