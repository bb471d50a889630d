package io.flowstan.trainer.report;

import io.flowstan.trainer.metric.Figure;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * One figure for all contenders.
 *
 * @param metric name of the metric that gives it
 * @param bar distance from the ideal that is good enough even where the floor is lower
 * @param faulty on which side of the ideal a value is a fault
 * @param limit distance from the ideal up to which a contender is within: see {@link #of}
 * @param contenders by the contender's key
 */
public record FigureResult(
    String key,
    String title,
    String metric,
    String unit,
    double ideal,
    double bar,
    Figure.Side faulty,
    double limit,
    boolean headline,
    Map<String, Outcome> contenders) {
  /** How much farther from the ideal than other recorded hosts a contender may be. */
  public static final double FLOOR_FACTOR = 1.25;

  public FigureResult {
    contenders = Collections.unmodifiableMap(new LinkedHashMap<>(contenders));
  }

  /**
   * Judges a figure: within is what lies no farther from the ideal than
   *
   * <pre>limit = max(bar, 1.25 distance(mean of the floor, ideal))</pre>
   *
   * and than the bar alone where there is no floor. The distance is |mean - ideal|, and 0 on a side
   * of the ideal that is no fault.
   *
   * @param values by contender's key what its draws give
   */
  public static FigureResult of(String metric, Figure figure, Map<String, Draws> values) {
    Draws floor = values.get(Contestant.FLOOR);
    double limit =
        floor == null || floor.values().isEmpty()
            ? figure.bar()
            : Math.max(figure.bar(), FLOOR_FACTOR * figure.distance(floor.mean()));
    Map<String, Outcome> outcomes = new LinkedHashMap<>();
    values.forEach(
        (contender, draws) -> {
          boolean within = !draws.values().isEmpty() && figure.distance(draws.mean()) <= limit;
          outcomes.put(
              contender,
              Outcome.of(
                  within ? Verdict.WITHIN : Verdict.BEYOND,
                  draws,
                  contender.equals(Contestant.MODEL)));
        });
    return new FigureResult(
        figure.key(),
        figure.title(),
        metric,
        figure.unit(),
        figure.ideal(),
        figure.bar(),
        figure.faulty(),
        limit,
        figure.headline(),
        outcomes);
  }

  /** What {@code contender} reaches; null where it did not take part. */
  public @Nullable Outcome of(String contender) {
    return contenders.get(contender);
  }

  /** How far a contender's mean is from the ideal on a faulty side; NaN where it is absent. */
  public double distance(String contender) {
    Outcome outcome = contenders.get(contender);
    return outcome == null || outcome.mean() == null
        ? Double.NaN
        : faulty.distance(outcome.mean(), ideal);
  }
}
