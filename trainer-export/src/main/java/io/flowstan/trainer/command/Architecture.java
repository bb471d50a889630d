package io.flowstan.trainer.command;

import java.util.Locale;

/** The networks that {@code train} can train, with the settings that suit each. */
public enum Architecture {
  /** The product's own. */
  FLOWSTAN(1_024, 0.004),
  /** STAN as its authors describe it, to compare with. */
  STAN(64, 0.001);

  /** Rows that a pass of STAN takes where nothing else is asked for. */
  static final int STAN_ROWS = 40_000;

  private final int batch;
  private final double learningRate;

  Architecture(int batch, double learningRate) {
    this.batch = batch;
    this.learningRate = learningRate;
  }

  /** Flows a step. */
  int batch() {
    return batch;
  }

  /** Learning rate at its peak. */
  double learningRate() {
    return learningRate;
  }

  /** Its name on the command line. */
  @Override
  public String toString() {
    return name().toLowerCase(Locale.ROOT);
  }
}
