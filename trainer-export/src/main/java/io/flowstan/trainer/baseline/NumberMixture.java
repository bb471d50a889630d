package io.flowstan.trainer.baseline;

import java.util.List;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * A distribution over the whole numbers {@code least .. most} of a magnitude.
 *
 * <p>With z(x) = ln(1 + x): P(0) is a point mass; above 0, {@code P(x) = (1 - P(0)) ((1 - e) (F(z(x
 * + 1/2)) - F(z(x - 1/2))) / (F(z(most + 1/2)) - F(z(1/2))) + e ln((x + 1) / x) / ln(most + 1))},
 * where F is the distribution function of a {@link GaussianMixture} and the escape e, one in n + 1,
 * goes to a log-uniform distribution, so that no number costs without bound. The probabilities are
 * exact and sum to 1.
 */
final class NumberMixture implements Distribution {
  private static final int MOST_COMPONENTS = 8;
  private static final int TABULATED = 4_096;

  private final Support support;
  private final double zero;
  private final double escape;

  /** Null where no number above 0 was seen: then all is escape. */
  private final @Nullable GaussianMixture mixture;

  /** Mass of the mixture within the support. */
  private final double within;

  private final double lnMost;
  private final double[] nats = new double[TABULATED];

  private NumberMixture(ValueCounts counts, Support support, int components) {
    this.support = support.upTo(counts.largest());
    long total = counts.total();
    ValueCounts positive = counts.from(1);
    long aboveZero = positive.total();
    zero = support.least() > 0 ? 0 : (total - aboveZero + 1.0) / (total + 2.0);
    escape = 1.0 / (aboveZero + 1.0);
    lnMost = Math.log1p((double) this.support.most());
    mixture =
        aboveZero == 0
            ? null
            : GaussianMixture.fit(scale(positive.values()), positive.counts(), components);
    within = mixture == null ? 1 : mixture.probability(Math.log(1.5), z(this.support.most() + 0.5));
    for (int x = 0; x < TABULATED; x++) {
      nats[x] = costOf(x);
    }
  }

  /** The mixture of so many components. */
  static NumberMixture fit(ValueCounts counts, Support support, int components) {
    return new NumberMixture(counts.gathered(), support, components);
  }

  /**
   * The mixture of 1 to 8 components that two-fold cross-validation chooses: the number whose fit
   * to either half costs least on the other.
   *
   * @param halves of the hosts: within one host flows are too alike to judge by
   */
  static NumberMixture choose(ValueCounts all, List<ValueCounts> halves, Support support) {
    double least = Double.POSITIVE_INFINITY;
    int best = 1;
    for (int k : IntStream.rangeClosed(1, MOST_COMPONENTS).toArray()) {
      double cost =
          fit(halves.get(0), support, k).cost(halves.get(1))
              + fit(halves.get(1), support, k).cost(halves.get(0));
      if (cost < least) {
        least = cost;
        best = k;
      }
    }
    return fit(all, support, best);
  }

  /** Number of components; 0 where no number above 0 was seen. */
  int components() {
    return mixture == null ? 0 : mixture.components();
  }

  /** A value outside the support costs what the nearest inside does. */
  @Override
  public double nats(long value) {
    long x = support.clamp(value);
    return x < TABULATED ? nats[(int) x] : costOf(x);
  }

  @Override
  public long draw(Draws draws) {
    if (draws.uniform() < zero) {
      return 0;
    }
    if (mixture == null || draws.uniform() < escape) {
      return support.clamp((long) Math.exp(draws.uniform() * lnMost));
    }
    while (true) {
      double x = Math.floor(Math.expm1(mixture.draw(draws)) + 0.5);
      if (x >= 1 && x <= support.most()) {
        return (long) x;
      }
    }
  }

  /** Nats of all values, gathered. */
  private double cost(ValueCounts counts) {
    ValueCounts few = counts.gathered();
    double sum = 0;
    for (int i = 0; i < few.values().length; i++) {
      sum += few.counts()[i] * nats(few.values()[i]);
    }
    return sum;
  }

  private double costOf(long x) {
    if (x == 0) {
      return -Math.log(zero);
    }
    double spread = Math.log1p(1.0 / x) / lnMost;
    double near = mixture == null ? spread : mixture.probability(z(x - 0.5), z(x + 0.5)) / within;
    return -Math.log((1 - zero) * ((1 - escape) * near + escape * spread));
  }

  private static double[] scale(long[] values) {
    double[] scaled = new double[values.length];
    for (int i = 0; i < values.length; i++) {
      scaled[i] = z((double) values[i]);
    }
    return scaled;
  }

  private static double z(double x) {
    return Math.log1p(x);
  }
}
