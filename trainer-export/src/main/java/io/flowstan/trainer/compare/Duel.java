package io.flowstan.trainer.compare;

import io.flowstan.trainer.report.Contestant;
import io.flowstan.trainer.report.FigureResult;
import io.flowstan.trainer.report.Outcome;
import io.flowstan.trainer.report.Report;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** What two reports on the same recorded hosts say of each other, figure by figure. */
record Duel(List<Round> rounds) {
  Duel {
    rounds = List.copyOf(rounds);
  }

  /** How A stands to B in a figure. */
  enum Standing {
    /** Nearer to the ideal than B by more than the noise. */
    BETTER,
    /** No farther apart than the noise. */
    LEVEL,
    /** Farther from the ideal than B by more than the noise, or absent where B is not. */
    WORSE,
    /** Absent in B. */
    ABSENT;

    @Override
    public String toString() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  /**
   * One headline figure.
   *
   * @param a A's mean; null where it is absent
   * @param b B's mean; null where it is absent
   * @param noise how far apart the distances from the ideal may be by chance
   */
  record Round(
      String key,
      String title,
      @Nullable Double a,
      @Nullable Double b,
      double noise,
      Standing standing) {}

  /** Compares the judged of {@code a} with that of {@code b} in all headline figures of either. */
  static Duel of(Report a, Report b) {
    List<Round> rounds = new ArrayList<>();
    for (FigureResult figure : a.headlines()) {
      rounds.add(round(figure, find(b, figure.key())));
    }
    for (FigureResult figure : b.headlines()) {
      if (find(a, figure.key()) == null) {
        rounds.add(round(null, figure));
      }
    }
    return new Duel(rounds);
  }

  private static @Nullable FigureResult find(Report report, String key) {
    return report.headlines().stream()
        .filter(figure -> figure.key().equals(key))
        .findFirst()
        .orElse(null);
  }

  private static Round round(@Nullable FigureResult ofA, @Nullable FigureResult ofB) {
    FigureResult any = ofA != null ? ofA : ofB;
    if (any == null) {
      throw new IllegalArgumentException("a figure of neither report");
    }
    Outcome a = ofA == null ? null : ofA.of(Contestant.MODEL);
    Outcome b = ofB == null ? null : ofB.of(Contestant.MODEL);
    Double meanA = a == null ? null : a.mean();
    Double meanB = b == null ? null : b.mean();
    if (a == null || ofA == null || meanA == null || b == null || ofB == null || meanB == null) {
      Standing standing = meanB == null ? Standing.ABSENT : Standing.WORSE;
      return new Round(any.key(), any.title(), meanA, meanB, 0, standing);
    }
    double noise = Noise.of(ofA, a, ofB, b);
    double gain = ofB.distance(Contestant.MODEL) - ofA.distance(Contestant.MODEL);
    Standing standing =
        gain > noise ? Standing.BETTER : gain < -noise ? Standing.WORSE : Standing.LEVEL;
    return new Round(any.key(), any.title(), meanA, meanB, noise, standing);
  }

  /** Titles of the figures in which A stands so. */
  List<String> titles(Standing standing) {
    return rounds.stream().filter(round -> round.standing() == standing).map(Round::title).toList();
  }

  /** Whether A is better somewhere and worse nowhere. */
  boolean isWon() {
    return !titles(Standing.BETTER).isEmpty() && titles(Standing.WORSE).isEmpty();
  }
}
