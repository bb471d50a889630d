package io.flowstan.trainer.command;

import java.io.IOException;

/**
 * Who knows the network and the data: turns recorded flows into something to train. Found by {@link
 * java.util.ServiceLoader}.
 */
public interface ModelBuilder {
  /** What it builds. */
  default Architecture architecture() {
    return Architecture.FLOWSTAN;
  }

  /** Reads the flows; everything that can be wrong with them is said here, before the training. */
  PreparedModel prepare(TrainingRequest request) throws IOException;
}
