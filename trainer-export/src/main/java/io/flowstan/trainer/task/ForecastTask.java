package io.flowstan.trainer.task;

import io.flowstan.trainer.forest.ForestSettings;
import io.flowstan.trainer.forest.NumberForest;
import io.flowstan.trainer.metric.twosample.RowFeatures;
import java.util.Arrays;
import java.util.List;

/**
 * Predicts ln bytes of a flow from the five flows before it. Scored by the root of the mean squared
 * error, in ln.
 */
record ForecastTask() implements LearningTask {
  private static final int BEFORE = 5;

  @Override
  public List<TaskScore.Measure> measures() {
    return List.of(
        new TaskScore.Measure(
            "task.forecast.rmse", "ln bytes from the 5 rows before, RMSE", "ln", false));
  }

  @Override
  public int length() {
    return BEFORE + 1;
  }

  @Override
  public int lastVisible() {
    return BEFORE - 1;
  }

  @Override
  public double target(double[] window) {
    return window[BEFORE * RowFeatures.WIDTH + RowFeatures.LN_BYTES];
  }

  @Override
  public double[] visible(double[] window) {
    return Arrays.copyOf(window, BEFORE * RowFeatures.WIDTH);
  }

  @Override
  public double[] scores(Examples train, Examples test, ForestSettings settings, long seed) {
    NumberForest forest = NumberForest.train(train.rows, train.targets, settings, seed);
    return rootMeanSquare(test, Arrays.stream(test.rows).mapToDouble(forest::predict).toArray());
  }

  @Override
  public double[] naive(Examples train, Examples test) {
    double[] guesses = new double[test.rows.length];
    Arrays.fill(guesses, Arrays.stream(train.targets).average().orElseThrow());
    return rootMeanSquare(test, guesses);
  }

  private static double[] rootMeanSquare(Examples test, double[] guesses) {
    double sum = 0;
    for (int i = 0; i < guesses.length; i++) {
      sum += (guesses[i] - test.targets[i]) * (guesses[i] - test.targets[i]);
    }
    return new double[] {Math.sqrt(sum / guesses.length)};
  }
}
