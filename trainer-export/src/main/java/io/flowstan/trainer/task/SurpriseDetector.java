package io.flowstan.trainer.task;

import io.flowstan.random.CounterRandom;
import io.flowstan.trainer.forest.ClassForest;
import io.flowstan.trainer.forest.ForestSettings;
import io.flowstan.trainer.forest.QuantileLevels;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * Predicts each of nine attributes of a flow from the others and the flow before it, each by a
 * forest; the score is the summed negative log-probability of what came.
 *
 * <p>Attributes are rounded to at most 12 levels each ({@link QuantileLevels}). Every level has
 * .001 added to its probability before these are made to sum to 1.
 */
final class SurpriseDetector implements AnomalyDetector {
  private static final int LEVELS = 12;
  private static final double FLOOR = .001;

  /** The first of {@link #ATTRIBUTES}, which are classes: direction, protocol, ToS, flags. */
  private static final int CLASSES = 4;

  /** After the classes: ln packets, ln bytes, new peer, ln rate, ln services of the peer. */
  private static final int[] ATTRIBUTES = {
    FlowContext.ROW + 1,
    FlowContext.ROW + 2,
    FlowContext.ROW + 6,
    FlowContext.ROW + 7,
    FlowContext.ROW + 8,
    FlowContext.ROW + 9,
    FlowContext.NEW_PEER,
    FlowContext.LN_RATE,
    FlowContext.LN_SERVICES
  };

  private final QuantileLevels levels;
  private final List<ClassForest> forests = new ArrayList<>();

  /** By attribute: the usual values, ascending. */
  private final List<double[]> values = new ArrayList<>();

  SurpriseDetector(double[][] usual, ForestSettings settings, long seed) {
    levels = QuantileLevels.fit(usual, LEVELS);
    for (int attribute : ATTRIBUTES) {
      double[][] rows = new double[usual.length][];
      int[] classes = new int[usual.length];
      for (int i = 0; i < rows.length; i++) {
        rows[i] = without(attribute, usual[i]);
        classes[i] = levels.level(attribute, usual[i][attribute]);
      }
      values.add(
          Arrays.stream(usual).mapToDouble(row -> row[attribute]).sorted().distinct().toArray());
      forests.add(
          ClassForest.train(
              rows,
              classes,
              levels.levels(attribute),
              settings,
              CounterRandom.subKey(seed, attribute)));
    }
  }

  @Override
  public double score(double[] row) {
    double nats = 0;
    for (int i = 0; i < ATTRIBUTES.length; i++) {
      int attribute = ATTRIBUTES[i];
      double[] probabilities = forests.get(i).probabilities(without(attribute, row));
      double probability =
          isUsual(i, row[attribute]) ? probabilities[levels.level(attribute, row[attribute])] : 0;
      nats -= Math.log((probability + FLOOR) / (1 + FLOOR * probabilities.length));
    }
    return nats;
  }

  private boolean isUsual(int i, double value) {
    double[] usual = values.get(i);
    return i < CLASSES ? Arrays.binarySearch(usual, value) >= 0 : value <= usual[usual.length - 1];
  }

  private static double[] without(int attribute, double[] row) {
    double[] masked = row.clone();
    masked[attribute] = 0;
    return masked;
  }
}
