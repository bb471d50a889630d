package io.flowstan.trainer.evaluate;

import io.flowstan.trainer.report.Contestant.Role;
import io.flowstan.trainer.report.FigureResult;
import java.util.List;

/** The baseline that pictures show: the one nearest to the limits of the headline figures. */
final class BestBaseline {
  private BestBaseline() {}

  /**
   * Its key, or an empty text where there is no baseline. It is the one with the smallest mean of
   *
   * <pre>ln(1 + distance / limit)</pre>
   *
   * over the headline figures that it has; the logarithm keeps one bad figure from deciding.
   */
  static String of(List<FigureResult> figures, List<Contender> contenders) {
    String best = "";
    double least = Double.POSITIVE_INFINITY;
    for (Contender contender : contenders) {
      if (contender.role() == Role.BASELINE) {
        double mean =
            figures.stream()
                .filter(FigureResult::headline)
                .mapToDouble(
                    figure -> Math.log1p(figure.distance(contender.key()) / figure.limit()))
                .filter(Double::isFinite)
                .average()
                .orElse(Double.POSITIVE_INFINITY);
        if (mean < least || best.isEmpty()) {
          least = mean;
          best = contender.key();
        }
      }
    }
    return best;
  }
}
