package io.flowstan.trainer.optimise;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import org.junit.jupiter.api.Test;

class AdamWTest {
  private static final DjlEngine ENGINE = DjlEngine.start(1);

  @Test
  void firstStepMovesEveryWeightByTheRateAgainstItsGradient() {
    // at t = 1 the corrected moments are g and g^2, so the move is lr * sign(g)
    assertThat(after(1, 0, new float[] {3, -0.01f}))
        .containsExactly(new float[] {1 - 0.1f, -2 + 0.1f}, within(1e-5f));
  }

  @Test
  void laterStepsFollowTheFormulaInDoublePrecision() {
    // Given gradients that change with the step
    double w = 1;
    double m = 0;
    double v = 0;
    double decay = 0.05;
    for (int t = 1; t <= 20; t++) {
      double g = Math.cos(t);
      m = 0.9 * m + 0.1 * g;
      v = 0.999 * v + 0.001 * g * g;
      w -= 0.1 * decay * w;
      w -= 0.1 * (m / (1 - Math.pow(0.9, t))) / (Math.sqrt(v / (1 - Math.pow(0.999, t))) + 1e-8);
    }
    // When the same are taken on the engine
    try (NDManager manager = ENGINE.newManager()) {
      NDArray weights = manager.create(new float[] {1});
      AdamW adam = new AdamW(manager.zeros(new Shape(1)), manager.zeros(new Shape(1)), decay);
      for (int t = 1; t <= 20; t++) {
        try (NDManager scope = manager.newSubManager()) {
          adam.update(weights, scope.create(new float[] {(float) Math.cos(t)}), t, 0.1, scope);
        }
      }
      // Then both agree to float32
      assertThat((double) weights.getFloat(0)).isCloseTo(w, within(1e-5));
    }
  }

  @Test
  void decayShrinksAWeightThatHasNoGradient() {
    assertThat(after(10, 0.5, new float[] {0, 0}))
        .containsExactly(
            new float[] {(float) Math.pow(0.95, 10), (float) (-2 * Math.pow(0.95, 10))},
            within(1e-5f));
  }

  private static float[] after(int steps, double decay, float[] gradient) {
    try (NDManager manager = ENGINE.newManager()) {
      NDArray weights = manager.create(new float[] {1, -2});
      AdamW adam = new AdamW(manager.zeros(new Shape(2)), manager.zeros(new Shape(2)), decay);
      for (int t = 1; t <= steps; t++) {
        try (NDManager scope = manager.newSubManager()) {
          adam.update(weights, scope.create(gradient), t, 0.1, scope);
        }
      }
      return weights.toFloatArray();
    }
  }
}
