package io.flowstan.trainer.metric.dependence;

import io.flowstan.trainer.metric.marginal.RowSample;
import io.flowstan.trainer.table.Attribute;
import java.util.Arrays;

/** The numbers of a sample, row by row and host by host, for the correlation of each pair. */
final class NumberColumns {
  /** By column and row the place of the value among the column's distinct ones, ascending. */
  private final int[][] places;

  /** By column the distinct values as ln(1 + x), ascending. */
  private final double[][] logarithms;

  private final int[][] rowsByHost;

  private NumberColumns(int[][] places, double[][] logarithms, int[][] rowsByHost) {
    this.places = places;
    this.logarithms = logarithms;
    this.rowsByHost = rowsByHost;
  }

  static NumberColumns of(RowSample sample) {
    return of(
        Arrays.stream(Attribute.values())
            .filter(attribute -> attribute.kind() == Attribute.Kind.NUMBER)
            .map(sample::column)
            .toArray(long[][]::new),
        sample.rowsByHost());
  }

  static NumberColumns of(long[][] columns, int[][] rowsByHost) {
    int[][] places = new int[columns.length][];
    double[][] logarithms = new double[columns.length][];
    for (int column = 0; column < columns.length; column++) {
      long[] distinct = Arrays.stream(columns[column]).sorted().distinct().toArray();
      places[column] =
          Arrays.stream(columns[column])
              .mapToInt(value -> Arrays.binarySearch(distinct, value))
              .toArray();
      logarithms[column] =
          Arrays.stream(distinct).mapToDouble(value -> Math.log1p((double) value)).toArray();
    }
    return new NumberColumns(places, logarithms, rowsByHost);
  }

  /** Pearson's correlation of ln(1 + x) of each pair of columns; NaN where one is constant. */
  double[] pearson(int[] times) {
    double[][] scores = new double[places.length][];
    for (int column = 0; column < scores.length; column++) {
      scores[column] = centred(logarithms[column], counts(column, times));
    }
    return correlations(scores, times);
  }

  /** Spearman's correlation: the same of ranks, where equal values have the mean of theirs. */
  double[] spearman(int[] times) {
    double[][] scores = new double[places.length][];
    for (int column = 0; column < scores.length; column++) {
      scores[column] = centredRanks(counts(column, times));
    }
    return correlations(scores, times);
  }

  /** Values that occur so often, less their mean; NaN where they are all the same. */
  private static double[] centred(double[] values, long[] counts) {
    double[] centred = new double[values.length];
    double weight = 0;
    double sum = 0;
    for (int place = 0; place < counts.length; place++) {
      weight += counts[place];
      sum += counts[place] * values[place];
    }
    // compared exactly: the rounded mean of equal values leaves a variance just above 0
    double mean = isConstant(counts) ? Double.NaN : sum / weight;
    for (int place = 0; place < counts.length; place++) {
      centred[place] = values[place] - mean;
    }
    return centred;
  }

  private static boolean isConstant(long[] counts) {
    return Arrays.stream(counts).filter(count -> count > 0).count() < 2;
  }

  /** Ranks of distinct values that occur so often, less the mean rank. */
  static double[] centredRanks(long[] counts) {
    long rows = Arrays.stream(counts).sum();
    double[] ranks = new double[counts.length];
    long below = 0;
    for (int place = 0; place < counts.length; place++) {
      ranks[place] = below + (counts[place] + 1) / 2.0 - (rows + 1) / 2.0;
      below += counts[place];
    }
    return ranks;
  }

  /** How many rows have each distinct value of a column. */
  private long[] counts(int column, int[] times) {
    long[] counts = new long[logarithms[column].length];
    for (int host = 0; host < times.length; host++) {
      if (times[host] > 0) {
        for (int row : rowsByHost[host]) {
          counts[places[column][row]] += times[host];
        }
      }
    }
    return counts;
  }

  /** The correlation of each pair of columns whose values have centred {@code scores}. */
  private double[] correlations(double[][] scores, int[] times) {
    int columns = scores.length;
    double[] products = new double[columns * columns];
    double[] row = new double[columns];
    for (int host = 0; host < times.length; host++) {
      if (times[host] > 0) {
        for (int at : rowsByHost[host]) {
          for (int column = 0; column < columns; column++) {
            row[column] = scores[column][places[column][at]];
          }
          for (int a = 0; a < columns; a++) {
            for (int b = a; b < columns; b++) {
              products[a * columns + b] += times[host] * row[a] * row[b];
            }
          }
        }
      }
    }
    double[] correlations = new double[columns * (columns - 1) / 2];
    int pair = 0;
    for (int a = 0; a < columns; a++) {
      for (int b = a + 1; b < columns; b++) {
        double variances = products[a * columns + a] * products[b * columns + b];
        correlations[pair++] = products[a * columns + b] / Math.sqrt(variances);
      }
    }
    return correlations;
  }
}
