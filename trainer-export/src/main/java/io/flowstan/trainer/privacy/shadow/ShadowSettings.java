package io.flowstan.trainer.privacy.shadow;

import java.util.ArrayList;
import java.util.List;

/**
 * How the shadow models are made.
 *
 * @param models number of them, even, at least 6
 * @param epochs passes over a model's hosts
 * @param controlEpochs passes of the positive control over its few flows
 * @param controlFlows first flows of each host that the positive control is trained on
 * @param scoredFlows first flows of each host that the shadow models score; they are trained on all
 * @param batch flows a step, about
 * @param canaries hosts that are planted
 * @param sampleHosts hosts that each model makes up
 * @param sampleHours hours of each of them, from midnight on
 * @param seed of everything
 */
public record ShadowSettings(
    int models,
    int epochs,
    int controlEpochs,
    int controlFlows,
    int scoredFlows,
    int batch,
    int canaries,
    int sampleHosts,
    int sampleHours,
    long seed) {
  public ShadowSettings {
    List<String> problems = new ArrayList<>();
    if (models < 6 || models % 2 != 0) {
      problems.add("models = " + models + ": expected an even number, 6 or more");
    }
    require(epochs >= 1, "epochs", epochs, "1 or more", problems);
    require(controlEpochs >= 1, "control epochs", controlEpochs, "1 or more", problems);
    require(controlFlows >= 10, "control flows", controlFlows, "10 or more", problems);
    require(scoredFlows >= 10, "scored flows", scoredFlows, "10 or more", problems);
    require(batch >= 1, "batch", batch, "1 or more", problems);
    require(canaries >= 0, "canaries", canaries, "0 or more", problems);
    require(sampleHosts >= 1, "sample hosts", sampleHosts, "1 or more", problems);
    require(sampleHours >= 1 && sampleHours <= 24, "sample hours", sampleHours, "1..24", problems);
    if (!problems.isEmpty()) {
      throw new IllegalArgumentException("shadows: " + String.join("; ", problems));
    }
  }

  private static void require(
      boolean holds, String name, int value, String expected, List<String> problems) {
    if (!holds) {
      problems.add(name + " = " + value + ": expected " + expected);
    }
  }
}
