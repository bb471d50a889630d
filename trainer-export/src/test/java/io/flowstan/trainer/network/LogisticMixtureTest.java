package io.flowstan.trainer.network;

import static org.assertj.core.api.Assertions.assertThat;

import ai.djl.engine.Engine;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import ai.djl.training.GradientCollector;
import io.flowstan.trainer.optimise.DjlEngine;
import io.flowstan.trainer.tensor.DjlOps;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** The mixture in float32 against the formula in double precision. */
class LogisticMixtureTest {
  private static final int COMPONENTS = 3;
  private static final double WORST_NATS = 60;

  /** One mixture and a number to weigh; bounds and number are whole. */
  private record Case(
      float[] logits, float[] centre, float[] lnScale, double lo, double hi, double n) {}

  @Test
  void logProbabilitiesAreThoseOfTheFormula() {
    int compared = 0;
    for (Case c : cases(2_000)) {
      double exact = exact(c);
      double computed = computed(c);
      assertThat(computed).as("%s", describe(c)).isFinite();
      if (exact > -WORST_NATS) {
        compared++;
        // float32 keeps 7 digits of the arguments (x - m)/s, which go to 20,000 and are subtracted
        assertThat(Math.abs(computed - exact))
            .as("%s: exact %s, computed %s", describe(c), exact, computed)
            .isLessThan(1e-3 * Math.max(1, Math.abs(exact)) + 4e-7 * farthest(c));
      }
    }
    assertThat(compared).isGreaterThan(500);
  }

  @Test
  void gradientsAreFinite() {
    try (NDManager manager = DjlEngine.start(1).newManager()) {
      for (Case c : cases(300)) {
        NDArray parameters =
            manager.create(join(c.logits, c.centre, c.lnScale), new Shape(1, 3L * COMPONENTS));
        parameters.setRequiresGradient(true);
        DjlOps ops = new DjlOps(manager, Map.of());
        try (GradientCollector collector = Engine.getInstance().newGradientCollector()) {
          collector.backward(logProbability(ops, parameters, c).sum());
        }
        for (float gradient : parameters.getGradient().toFloatArray()) {
          assertThat(gradient).as("%s", describe(c)).isFinite();
        }
      }
    }
  }

  @Test
  void probabilitiesOfTheSupportSumToOne() {
    Random random = new Random(3);
    for (int i = 0; i < 20; i++) {
      Case c = oneCase(random, 28, 400);
      double sum = 0;
      for (double n = c.lo; n <= c.hi; n++) {
        sum += Math.exp(computed(new Case(c.logits, c.centre, c.lnScale, c.lo, c.hi, n)));
      }
      assertThat(Math.abs(sum - 1)).as("%s", describe(c)).isLessThan(1e-4 + 1e-6 * farthest(c));
    }
  }

  private static List<Case> cases(int count) {
    Random random = new Random(1);
    List<Case> cases = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      double lo = Math.floor(Math.exp(random.nextDouble() * 8));
      double hi = lo + Math.floor(Math.exp(random.nextDouble() * 20.7));
      cases.add(oneCase(random, lo, hi));
    }
    return cases;
  }

  private static Case oneCase(Random random, double lo, double hi) {
    float[] logits = new float[COMPONENTS];
    float[] centre = new float[COMPONENTS];
    float[] lnScale = new float[COMPONENTS];
    // all near, or all anywhere: ln n goes to 21, centres to 60 and below zero
    double spread = random.nextBoolean() ? 1 : 30;
    for (int k = 0; k < COMPONENTS; k++) {
      logits[k] = (float) random.nextGaussian() * 3;
      centre[k] = (float) (Math.log(lo) + random.nextGaussian() * spread);
      lnScale[k] = (float) (random.nextDouble() * 10 - 7);
    }
    double u = random.nextDouble();
    double n = Math.floor(Math.exp(Math.log(lo) + u * (Math.log(hi + 1.0) - Math.log(lo))));
    return new Case(logits, centre, lnScale, lo, hi, Math.max(lo, Math.min(hi, n)));
  }

  private static double farthest(Case c) {
    double worst = 0;
    for (int k = 0; k < COMPONENTS; k++) {
      double scale = Math.exp(c.lnScale[k]);
      worst = Math.max(worst, Math.abs(Math.log(c.lo) - c.centre[k]) / scale);
      worst = Math.max(worst, Math.abs(Math.log(c.n) - c.centre[k]) / scale);
    }
    return worst;
  }

  private static double computed(Case c) {
    try (NDManager manager = DjlEngine.start(1).newManager()) {
      NDArray parameters =
          manager.create(join(c.logits, c.centre, c.lnScale), new Shape(1, 3L * COMPONENTS));
      return logProbability(new DjlOps(manager, Map.of()), parameters, c).toFloatArray()[0];
    }
  }

  private static NDArray logProbability(DjlOps ops, NDArray parameters, Case c) {
    Drawer.Mixture<NDArray> mixture =
        new Drawer.Mixture<>(
            ops.slice(parameters, 1, 0, COMPONENTS),
            false,
            ops.slice(parameters, 1, COMPONENTS, 2L * COMPONENTS),
            ops.slice(parameters, 1, 2L * COMPONENTS, 3L * COMPONENTS),
            scalar(ops, 0),
            scalar(ops, c.lo),
            scalar(ops, c.hi));
    return new LogisticMixture<>(ops)
        .logProbability(mixture, scalar(ops, Math.log(c.n)), scalar(ops, Math.log1p(1.0 / c.n)));
  }

  private static NDArray scalar(DjlOps ops, double value) {
    return ops.constant(new float[] {(float) value}, 1, 1);
  }

  /** The formula of {@link LogisticMixture}, in doubles, differences in the tail that is small. */
  private static double exact(Case c) {
    double top = Double.NEGATIVE_INFINITY;
    double[] terms = new double[COMPONENTS];
    double all = 0;
    for (int k = 0; k < COMPONENTS; k++) {
      all += Math.exp(c.logits[k]);
    }
    for (int k = 0; k < COMPONENTS; k++) {
      double s = Math.exp((double) c.lnScale[k]);
      double m = c.centre[k];
      double inside = lnDifference((Math.log(c.n) - m) / s, Math.log1p(1.0 / c.n) / s);
      double total =
          lnDifference((Math.log(c.lo) - m) / s, (Math.log(c.hi + 1.0) - Math.log(c.lo)) / s);
      terms[k] = c.logits[k] - Math.log(all) + inside - total;
      top = Math.max(top, terms[k]);
    }
    double sum = 0;
    for (double term : terms) {
      sum += Math.exp(term - top);
    }
    return top + Math.log(sum);
  }

  /** ln(F(a + d) - F(a)), with F(a + d) - F(a) = (e^-a - e^-(a+d)) F(a) F(a + d). */
  private static double lnDifference(double a, double d) {
    return Math.log(-Math.expm1(-d)) - a + lnLogistic(a) + lnLogistic(a + d);
  }

  private static double lnLogistic(double x) {
    return x > 0 ? -Math.log1p(Math.exp(-x)) : x - Math.log1p(Math.exp(x));
  }

  private static float[] join(float[] a, float[] b, float[] c) {
    float[] all = new float[3 * COMPONENTS];
    System.arraycopy(a, 0, all, 0, COMPONENTS);
    System.arraycopy(b, 0, all, COMPONENTS, COMPONENTS);
    System.arraycopy(c, 0, all, 2 * COMPONENTS, COMPONENTS);
    return all;
  }

  private static String describe(Case c) {
    return "n %.0f in %.0f..%.0f, centres %s, ln scales %s, logits %s"
        .formatted(
            c.n,
            c.lo,
            c.hi,
            java.util.Arrays.toString(c.centre),
            java.util.Arrays.toString(c.lnScale),
            java.util.Arrays.toString(c.logits));
  }
}
