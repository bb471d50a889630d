package io.flowstan.trainer.report.plot;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;
import org.hipparchus.linear.Array2DRowRealMatrix;
import org.hipparchus.linear.RealMatrix;
import org.hipparchus.linear.SingularValueDecomposition;
import org.hipparchus.stat.projection.PCA;

/** Vectors of services from two sources on one plane. */
final class ServiceMap {
  private static final String TITLE = "services";
  private static final int RESERVED_PORTS = 1_024;

  private ServiceMap() {}

  /**
   * The map of the services that both have; none where there are fewer than three. Vectors that are
   * learned apart agree up to a turn, so that the second ones are turned onto the first by the
   * orthogonal matrix that brings them nearest (Schoenemann, "A generalized solution of the
   * orthogonal Procrustes problem", Psychometrika 31, 1966):
   *
   * <pre>min |B Q - A|,  Q = U V'  where  B' A = U S V'</pre>
   */
  static Optional<PointMap> of(
      String firstTitle,
      Map<String, double[]> first,
      String secondTitle,
      Map<String, double[]> second) {
    List<String> names = new ArrayList<>(new TreeSet<>(first.keySet()));
    names.retainAll(second.keySet());
    if (names.size() < 3) {
      return Optional.empty();
    }
    double[][] a = vectors(first, names);
    double[][] b = turnedOnto(a, vectors(second, names));
    double[][] all = new double[2 * a.length][];
    System.arraycopy(a, 0, all, 0, a.length);
    System.arraycopy(b, 0, all, a.length, b.length);
    double[][] plane = new PCA(2).fitAndTransform(all);
    List<PointMap.Point> points = new ArrayList<>();
    for (int i = 0; i < all.length; i++) {
      boolean ofFirst = i < a.length;
      points.add(
          new PointMap.Point(
              ofFirst ? firstTitle : secondTitle,
              ofFirst && isWellKnown(names.get(i)) ? names.get(i) : "",
              plane[i][0],
              plane[i][1]));
    }
    return Optional.of(new PointMap(TITLE, points));
  }

  private static double[][] vectors(Map<String, double[]> of, List<String> names) {
    return names.stream()
        .map(name -> of.getOrDefault(name, new double[0]))
        .toArray(double[][]::new);
  }

  /** Whether its port is one of those that systems reserve, so that a word says something. */
  private static boolean isWellKnown(String name) {
    return Integer.parseInt(name.split(" ", -1)[1]) < RESERVED_PORTS;
  }

  /** {@code vectors} turned as near to {@code target} as can be, row by row. */
  static double[][] turnedOnto(double[][] target, double[][] vectors) {
    RealMatrix a = new Array2DRowRealMatrix(target, false);
    RealMatrix b = new Array2DRowRealMatrix(vectors, false);
    SingularValueDecomposition parts = new SingularValueDecomposition(b.transpose().multiply(a));
    return b.multiply(parts.getU().multiply(parts.getVT())).getData();
  }
}
