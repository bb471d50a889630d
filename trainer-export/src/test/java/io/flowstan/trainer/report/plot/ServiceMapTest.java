package io.flowstan.trainer.report.plot;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class ServiceMapTest {
  private static final double[][] VECTORS = {{1, 0}, {0, 2}, {-1, .5}, {3, 1}};

  @Test
  void aTurnedAndMirroredCopyLiesOnTheOriginal() {
    // Given the vectors turned by 30 degrees and mirrored
    double cos = Math.cos(Math.PI / 6);
    double sin = Math.sin(Math.PI / 6);
    double[][] turned = new double[VECTORS.length][];
    for (int i = 0; i < turned.length; i++) {
      double x = VECTORS[i][0];
      double y = -VECTORS[i][1];
      turned[i] = new double[] {cos * x - sin * y, sin * x + cos * y};
    }

    // When
    double[][] back = ServiceMap.turnedOnto(VECTORS, turned);

    // Then
    for (int i = 0; i < back.length; i++) {
      assertThat(back[i]).containsExactly(VECTORS[i], within(1e-12));
    }
  }

  @Test
  void onlyServicesOfBothAreShownAndOnlyWellKnownOnesNamed() {
    Map<String, double[]> first =
        Map.of(
            "TCP 80", VECTORS[0],
            "UDP 53", VECTORS[1],
            "TCP 9999", VECTORS[2],
            "TCP 1", VECTORS[3]);
    Map<String, double[]> second =
        Map.of("TCP 80", VECTORS[0], "UDP 53", VECTORS[1], "TCP 9999", VECTORS[2]);

    Optional<PointMap> map = ServiceMap.of("recorded", first, "model", second);

    assertThat(map.orElseThrow().points())
        .extracting(PointMap.Point::label)
        .containsExactlyInAnyOrder("TCP 80", "UDP 53", "", "", "", "");
  }

  @Test
  void fewerThanThreeMakeNoPlane() {
    Map<String, double[]> two = Map.of("TCP 80", VECTORS[0], "UDP 53", VECTORS[1]);

    assertThat(ServiceMap.of("recorded", two, "model", two)).isEmpty();
  }
}
