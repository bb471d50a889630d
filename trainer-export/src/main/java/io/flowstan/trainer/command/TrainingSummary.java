package io.flowstan.trainer.command;

import io.flowstan.trainer.optimise.TrainingResult;
import java.util.Locale;
import java.util.Map;

/** The last line of {@code train --json}. */
record TrainingSummary(
    String bundle,
    int epochs,
    int bestEpoch,
    long steps,
    long flows,
    double seconds,
    double flowsPerSecond,
    double trainNatsPerFlow,
    double validationNatsPerFlow,
    Map<String, Double> validationNatsByAttribute,
    String stopped) {
  static TrainingSummary of(TrainingResult result, String bundle) {
    return new TrainingSummary(
        bundle,
        result.history().size(),
        result.bestEpoch() + 1,
        result.steps(),
        Math.round(result.flows()),
        result.seconds(),
        result.flows() / Math.max(1e-9, result.seconds()),
        result.best().train().total(),
        result.best().validation().total(),
        result.best().validation().means(),
        result.stopped().name().toLowerCase(Locale.ROOT).replace('_', '-'));
  }
}
