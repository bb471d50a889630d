package io.flowstan.trainer.forest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.flowstan.random.CounterRandom;
import java.util.Arrays;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.Test;

class ForestTest {
  private static final ForestSettings SETTINGS = new ForestSettings(20, 500, 8, 5, .7f, 32);

  /** 1,000 points uniform on the cube of side 1, of 3 features. */
  private static double[][] points(long seed) {
    double[][] points = new double[1_000][3];
    for (int i = 0; i < points.length; i++) {
      for (int f = 0; f < 3; f++) {
        points[i][f] = CounterRandom.uniformDouble(seed, 3L * i + f);
      }
    }
    return points;
  }

  /** Class 2 beyond the plane x = .5, else 0 or 1 by y; z is noise. */
  private static int type(double[] point) {
    return point[0] > .5 ? 2 : point[1] > .5 ? 1 : 0;
  }

  @Test
  void classesOfBoxesAreLearned() {
    // Given
    double[][] points = points(1);
    int[] classes = Arrays.stream(points).mapToInt(ForestTest::type).toArray();

    // When
    ClassForest forest = ClassForest.train(points, classes, 4, SETTINGS, 7);

    // Then: healthy .994, the commonest class alone .5
    double[][] asked = points(2);
    long right = Arrays.stream(asked).filter(p -> forest.likeliest(p) == type(p)).count();
    assertThat(right).isGreaterThan(940);
  }

  @Test
  void probabilitiesAreOfAllClassesAndSumToOne() {
    double[][] points = points(1);
    int[] classes = Arrays.stream(points).mapToInt(ForestTest::type).toArray();

    double[] probabilities =
        ClassForest.train(points, classes, 4, SETTINGS, 7).probabilities(new double[] {.5, .5, 0});

    assertThat(probabilities).hasSize(4);
    assertThat(Arrays.stream(probabilities).sum()).isCloseTo(1, Offset.offset(1e-6));
    assertThat(probabilities[3]).isZero();
  }

  @Test
  void numbersAreLearned() {
    // Given 3 x + y, whose standard deviation is .91
    double[][] points = points(1);
    double[] numbers = Arrays.stream(points).mapToDouble(p -> 3 * p[0] + p[1]).toArray();

    // When
    NumberForest forest = NumberForest.train(points, numbers, SETTINGS, 7);

    // Then: healthy RMSE .061, of the mean .91
    double squares =
        Arrays.stream(points(2))
            .mapToDouble(p -> Math.pow(forest.predict(p) - 3 * p[0] - p[1], 2))
            .average()
            .orElseThrow();
    assertThat(Math.sqrt(squares)).isLessThan(.25);
  }

  @Test
  void theSeedDecides() {
    double[][] points = points(1);
    int[] classes = Arrays.stream(points).mapToInt(ForestTest::type).toArray();
    double[] asked = {.5, .5, 0};

    double[] once = ClassForest.train(points, classes, 3, SETTINGS, 7).probabilities(asked);

    assertThat(ClassForest.train(points, classes, 3, SETTINGS, 7).probabilities(asked))
        .isEqualTo(once);
    assertThat(ClassForest.train(points, classes, 3, SETTINGS, 8).probabilities(asked))
        .isNotEqualTo(once);
  }

  @Test
  void fewValuesKeepALevelEach() {
    double[][] rows = {{80}, {443}, {80}, {53}};

    QuantileLevels levels = QuantileLevels.fit(rows, 8);

    assertThat(levels.levels(0)).isEqualTo(3);
    assertThat(levels.of(new double[] {53})).containsExactly(0);
    assertThat(levels.of(new double[] {80})).containsExactly(1);
    assertThat(levels.of(new double[] {100})).containsExactly(1);
    assertThat(levels.of(new double[] {443})).containsExactly(2);
  }

  @Test
  void manyValuesShareLevelsOfEqualCounts() {
    // Given 0, 1, ..., 99
    double[][] rows = new double[100][1];
    for (int i = 0; i < 100; i++) {
      rows[i][0] = i;
    }

    // When
    QuantileLevels levels = QuantileLevels.fit(rows, 4);

    // Then
    int[] counts = new int[4];
    for (double[] row : rows) {
      counts[levels.level(0, row[0])]++;
    }
    assertThat(counts).containsExactly(25, 25, 25, 25);
  }

  @Test
  void noRowsAreRefused() {
    assertThatThrownBy(() -> ClassForest.train(new double[0][], new int[0], 2, SETTINGS, 7))
        .hasMessage("forest: no rows: expected at least one to learn from");
  }
}
