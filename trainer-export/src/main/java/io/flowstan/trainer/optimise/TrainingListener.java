package io.flowstan.trainer.optimise;

import java.nio.file.Path;

/** Who is told how the run goes; called on the training thread. */
public interface TrainingListener {
  TrainingListener SILENT = new TrainingListener() {};

  /**
   * After every step.
   *
   * @param progress share of the budget used, 0..1
   * @param nll of this step's batch, nats per flow
   */
  default void stepped(int epoch, long step, double progress, double nll) {}

  default void epochEnded(EpochReport report) {}

  default void checkpointed(Path folder) {}
}
