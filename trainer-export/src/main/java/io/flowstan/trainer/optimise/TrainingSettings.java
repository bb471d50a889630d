package io.flowstan.trainer.optimise;

import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * How to train.
 *
 * @param epochs at most
 * @param timeLimit at most, null for none; with it the learning rate follows the clock and two runs
 *     are no longer the same bits
 * @param seed of first values and batches
 * @param learningRate at its peak
 * @param warmUpSteps until the peak
 * @param finalLearningRateShare of the peak at the end
 * @param weightDecay decoupled, per unit of learning rate
 * @param clipNorm longest gradient
 * @param averageDecay of the moving average
 * @param patience epochs without improvement before stopping
 */
public record TrainingSettings(
    int epochs,
    @Nullable Duration timeLimit,
    long seed,
    double learningRate,
    long warmUpSteps,
    double finalLearningRateShare,
    double weightDecay,
    double clipNorm,
    double averageDecay,
    int patience) {
  public TrainingSettings {
    require(epochs >= 1, "epochs", epochs, ">= 1");
    require(
        timeLimit == null || timeLimit.toMillis() > 0,
        "timeLimit",
        String.valueOf(timeLimit),
        "> 0");
    require(learningRate > 0 && learningRate < 1, "learningRate", learningRate, "between 0 and 1");
    require(warmUpSteps >= 0, "warmUpSteps", warmUpSteps, ">= 0");
    require(
        finalLearningRateShare >= 0 && finalLearningRateShare <= 1,
        "finalLearningRateShare",
        finalLearningRateShare,
        "0..1");
    require(weightDecay >= 0 && weightDecay < 1, "weightDecay", weightDecay, "0 <= decay < 1");
    require(clipNorm > 0, "clipNorm", clipNorm, "> 0");
    require(averageDecay >= 0 && averageDecay < 1, "averageDecay", averageDecay, "0 <= decay < 1");
    require(patience >= 1, "patience", patience, ">= 1");
  }

  /** The settings of the product for a run of {@code epochs}. */
  public static TrainingSettings of(int epochs, long seed) {
    return new TrainingSettings(epochs, null, seed, 4e-3, 100, 0.02, 0, 5.0, 0.999, 5);
  }

  /** By name, everything that decides what is learned: a resumed run must have the same. */
  public Map<String, String> identity() {
    Map<String, String> identity = new LinkedHashMap<>();
    identity.put("epochs", Integer.toString(epochs));
    identity.put("time limit", timeLimit == null ? "none" : timeLimit.toString());
    identity.put("seed", Long.toString(seed));
    identity.put("learning rate", Double.toString(learningRate));
    identity.put("warm-up steps", Long.toString(warmUpSteps));
    identity.put("final learning-rate share", Double.toString(finalLearningRateShare));
    identity.put("weight decay", Double.toString(weightDecay));
    identity.put("clip norm", Double.toString(clipNorm));
    identity.put("average decay", Double.toString(averageDecay));
    identity.put("patience", Integer.toString(patience));
    return identity;
  }

  private static void require(boolean holds, String name, Object value, String expected) {
    if (!holds) {
      throw new IllegalArgumentException(name + " = " + value + ": expected " + expected);
    }
  }
}
