package io.flowstan.trainer.optimise;

import java.util.List;

/**
 * What a run gives.
 *
 * @param weights the averaged weights of the best epoch
 * @param bestEpoch from 0
 * @param history every epoch
 * @param steps taken
 * @param flows trained on, repeated ones counted again
 * @param seconds of the run over all its resumptions, validation included
 * @param stopped why it ended
 * @param engine what computed
 */
public record TrainingResult(
    Weights weights,
    int bestEpoch,
    List<EpochReport> history,
    long steps,
    double flows,
    double seconds,
    Stopped stopped,
    String engine) {
  /** Why a run ended. */
  public enum Stopped {
    EPOCHS_DONE,
    TIME_IS_UP,
    NO_IMPROVEMENT
  }

  public TrainingResult {
    history = List.copyOf(history);
  }

  /** The epoch whose weights these are. */
  public EpochReport best() {
    return history.get(bestEpoch);
  }
}
