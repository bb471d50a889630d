package io.flowstan.trainer.optimise;

/**
 * What one epoch brought.
 *
 * @param epoch from 0
 * @param step steps taken since the beginning of the run
 * @param train of the moving weights, over the epoch
 * @param validation of the averaged weights, at its end
 * @param learningRate at its end
 * @param flowsPerSecond trained on, without the validation
 * @param elapsedSeconds of the run so far, over all its resumptions
 * @param remainingSeconds expected to the end of the budget
 * @param best whether this is the best validation so far
 */
public record EpochReport(
    int epoch,
    long step,
    NatsPerFlow train,
    NatsPerFlow validation,
    double learningRate,
    double flowsPerSecond,
    double elapsedSeconds,
    double remainingSeconds,
    boolean best) {}
