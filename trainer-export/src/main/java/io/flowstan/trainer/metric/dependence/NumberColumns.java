package io.flowstan.trainer.metric.dependence;

import io.flowstan.trainer.metric.marginal.RowSample;
import io.flowstan.trainer.table.Attribute;
import java.util.Arrays;

/** The numbers of a sample, row by row and host by host, for the correlation of each pair. */
final class NumberColumns {
  /** A variance below this share of the mean square is rounding error. */
  private static final double ROUNDING = 1e-12;

  /** By column and row the place of the value among the column's distinct ones, ascending. */
  private final int[][] places;

  /** By column the number of distinct values. */
  private final int[] distinct;

  private final int[][] rowsByHost;

  /**
   * By host the number of rows, then the sums of ln(1 + x) less the mean of all rows, column by
   * column, then the sums of their products, [columns, columns].
   */
  private final double[][] moments;

  private NumberColumns(int[][] places, int[] distinct, int[][] rowsByHost, double[][] moments) {
    this.places = places;
    this.distinct = distinct;
    this.rowsByHost = rowsByHost;
    this.moments = moments;
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
    int[] distinct = new int[columns.length];
    double[][] centred = new double[columns.length][];
    for (int column = 0; column < columns.length; column++) {
      long[] values = Arrays.stream(columns[column]).sorted().distinct().toArray();
      distinct[column] = values.length;
      places[column] =
          Arrays.stream(columns[column])
              .mapToInt(value -> Arrays.binarySearch(values, value))
              .toArray();
      double[] logarithms =
          Arrays.stream(columns[column]).mapToDouble(value -> Math.log1p((double) value)).toArray();
      double mean = Arrays.stream(logarithms).average().orElse(0);
      centred[column] = Arrays.stream(logarithms).map(value -> value - mean).toArray();
    }
    return new NumberColumns(places, distinct, rowsByHost, moments(centred, rowsByHost));
  }

  private static double[][] moments(double[][] centred, int[][] rowsByHost) {
    int columns = centred.length;
    double[][] moments = new double[rowsByHost.length][1 + columns + columns * columns];
    for (int host = 0; host < moments.length; host++) {
      double[] of = moments[host];
      of[0] = rowsByHost[host].length;
      for (int row : rowsByHost[host]) {
        for (int a = 0; a < columns; a++) {
          of[1 + a] += centred[a][row];
          for (int b = a; b < columns; b++) {
            of[1 + columns + a * columns + b] += centred[a][row] * centred[b][row];
          }
        }
      }
    }
    return moments;
  }

  /** Pearson's correlation of ln(1 + x) of each pair of columns; NaN where one is constant. */
  double[] pearson(int[] times) {
    int columns = places.length;
    double[] sums = new double[1 + columns + columns * columns];
    for (int host = 0; host < times.length; host++) {
      for (int i = 0; i < sums.length; i++) {
        sums[i] += times[host] * moments[host][i];
      }
    }
    double[] products = new double[columns * columns];
    for (int a = 0; a < columns; a++) {
      for (int b = a; b < columns; b++) {
        int pair = a * columns + b;
        double raw = sums[1 + columns + pair];
        double central = raw - sums[1 + a] * sums[1 + b] / sums[0];
        products[pair] = a == b && central <= ROUNDING * raw ? Double.NaN : central;
      }
    }
    return correlations(products);
  }

  /** Spearman's correlation: the same of ranks, where equal values have the mean of theirs. */
  double[] spearman(int[] times) {
    double[][] scores = new double[places.length][];
    for (int column = 0; column < scores.length; column++) {
      scores[column] = centredRanks(counts(column, times));
    }
    return correlations(products(scores, times));
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
    long[] counts = new long[distinct[column]];
    for (int host = 0; host < times.length; host++) {
      if (times[host] > 0) {
        for (int row : rowsByHost[host]) {
          counts[places[column][row]] += times[host];
        }
      }
    }
    return counts;
  }

  /** Sums of products of the scores of each pair of columns, float64 [columns, columns]. */
  private double[] products(double[][] scores, int[] times) {
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
    return products;
  }

  /** The correlation of each pair of columns, from central moments. */
  private double[] correlations(double[] products) {
    int columns = places.length;
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
