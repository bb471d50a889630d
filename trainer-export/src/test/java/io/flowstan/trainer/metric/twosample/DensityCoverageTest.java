package io.flowstan.trainer.metric.twosample;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.flowstan.trainer.metric.Resample;
import io.flowstan.trainer.table.FlowTable;
import java.util.Map;
import java.util.stream.IntStream;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.Test;

class DensityCoverageTest {
  /** Points (i a mod 1, i b mod 1) s, i = 1 .. n: the same in every language. */
  private static double[][] points(int n, double a, double b, double s) {
    double[][] points = new double[n][];
    for (int i = 1; i <= n; i++) {
      points[i - 1] = new double[] {i * a % 1 * s, i * b % 1 * s};
    }
    return points;
  }

  /**
   * Python on the same points, with math.hypot as d and radii from a full sort:
   *
   * <pre>
   * r = [sorted(d(x, y) for y in real)[5] for x in real]
   * sum(d(x, y) &lt; q for x, q in zip(real, r) for y in fake) / 5 / 30            1.38666...
   * sum(any(d(x, y) &lt; q for y in fake) for x, q in zip(real, r)) / 40           0.9
   * </pre>
   */
  @Test
  void densityAndCoverageAreThoseOfAPlainProgram() {
    // Given
    double[][] real = points(40, .618034, .414214, 1);
    double[][] other = points(30, .732051, .236068, .7);

    // When
    DensityCoverage found = DensityCoverage.of(real, other, 5);

    // Then
    assertThat(found.density()).isCloseTo(208.0 / 150, Offset.offset(1e-12));
    assertThat(found.coverage()).isCloseTo(36.0 / 40, Offset.offset(1e-12));
  }

  /**
   * The same program with r kept, every ball counted w[i % 4] and every other point v[j % 3] times:
   * 198 pairs, 40 balls, 30 points, 33 balls reached.
   */
  @Test
  void hostsDrawnAgainBringTheirPointsAgain() {
    // Given points that four and three hosts have by turns
    int[] realHosts = IntStream.range(0, 40).map(i -> i % 4).toArray();
    int[] otherHosts = IntStream.range(0, 30).map(j -> j % 3).toArray();
    NeighbourBalls balls =
        NeighbourBalls.of(
            new NeighbourBalls.Points(points(40, .618034, .414214, 1), realHosts, 4),
            new NeighbourBalls.Points(points(30, .732051, .236068, .7), otherHosts, 3),
            5);

    // When
    DensityCoverage found = balls.of(new Resample(new int[] {2, 0, 1, 1}, new int[] {0, 2, 1}));

    // Then
    assertThat(found.density()).isCloseTo(198.0 / 150, Offset.offset(1e-12));
    assertThat(found.coverage()).isCloseTo(33.0 / 40, Offset.offset(1e-12));
  }

  @Test
  void aNeighbourBeyondThePointsIsRefused() {
    double[][] two = {{0}, {1}};

    assertThatThrownBy(() -> DensityCoverage.of(two, two, 2))
        .hasMessage(
            "density of 2 points among 2 real ones with k = 2: expected k in 1..1 and a point");
  }

  @Test
  void tablesOfOneProcessHaveDensityOneAndFullCoverage() {
    FlowTable real = MadeTraffic.of(1, "10.0.0.1", 10, 400);
    FlowTable again = MadeTraffic.of(2, "10.1.0.1", 10, 400);

    Map<String, Double> figures = new DensityCoverageMetric().compare(real, again, 7);

    // healthy density 1.01 +- .02 and coverage .965 +- .006 over five seeds; of shuffled flows .06
    // and .26
    assertThat(figures.get("prdc.density")).isCloseTo(1, Offset.offset(.12));
    assertThat(figures.get("prdc.coverage")).isGreaterThan(.93);
  }

  @Test
  void windowsThatAreAllAlikeCoverLittle() {
    // Given a table in which every flow is of the same size and protocol
    FlowTable real = MadeTraffic.of(1, "10.0.0.1", 10, 400);
    FlowTable alike = MadeTraffic.changed(real, flow -> MadeTraffic.sized(flow, 17, 2, 120));

    // When
    Map<String, Double> figures = new DensityCoverageMetric().compare(real, alike, 7);

    // Then: healthy .965, of these .001
    assertThat(figures.get("prdc.coverage")).isLessThan(.3);
  }
}
