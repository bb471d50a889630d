package io.flowstan.trainer.compare;

import io.flowstan.trainer.report.Contestant;
import io.flowstan.trainer.report.FigureResult;
import io.flowstan.trainer.report.Outcome;
import io.flowstan.trainer.report.Spread;

/**
 * How far apart two models' distances from the ideal may be by the chance of which hosts were
 * recorded and which were made.
 */
final class Noise {
  private static final double STANDARD_ERRORS = 2;

  private Noise() {}

  /**
   * Two standard errors of the difference of {@code a} and {@code b}, by the bootstrap over hosts
   * or by the draws, whichever is larger; without a bootstrap half the floor's spread in its place.
   *
   * <p>Both models meet the same recorded hosts in the same round, so that the difference is taken
   * round by round: what recorded hosts do to both alike is no noise.
   */
  static double of(FigureResult ofA, Outcome a, FigureResult ofB, Outcome b) {
    double byDraws = Math.sqrt(a.squaredError() + b.squaredError());
    double byHosts = byHosts(ofA, a, b);
    return Double.isNaN(byHosts)
        ? Math.max(STANDARD_ERRORS * byDraws, Math.max(halfFloor(ofA), halfFloor(ofB)))
        : STANDARD_ERRORS * Math.max(byDraws, byHosts);
  }

  /** NaN where either has no bootstrap. */
  private static double byHosts(FigureResult figure, Outcome a, Outcome b) {
    if (a.rounds().isEmpty() || a.rounds().size() != b.rounds().size()) {
      return a.error() == null || b.error() == null ? Double.NaN : Math.hypot(a.error(), b.error());
    }
    double[] differences = new double[a.rounds().size()];
    for (int round = 0; round < differences.length; round++) {
      differences[round] =
          side(figure, a) * a.rounds().get(round) - side(figure, b) * b.rounds().get(round);
    }
    return Spread.deviation(differences, 1);
  }

  /** Which way the distance grows with the figure: with it above the ideal, against it below. */
  private static int side(FigureResult figure, Outcome of) {
    return of.mean() != null && of.mean() < figure.ideal() ? -1 : 1;
  }

  private static double halfFloor(FigureResult figure) {
    Outcome floor = figure.of(Contestant.FLOOR);
    return floor == null ? 0 : floor.spread() / 2;
  }
}
