package io.flowstan.trainer.optimise;

/**
 * The best validation so far and how many epochs ago it was.
 *
 * @param bestNll nats per flow, infinite before the first validation
 * @param bestEpoch from 0, -1 before the first validation
 * @param epochsSinceBest validations that did not improve since
 */
record EarlyStopping(double bestNll, int bestEpoch, int epochsSinceBest) {
  static final EarlyStopping NONE_YET = new EarlyStopping(Double.POSITIVE_INFINITY, -1, 0);

  EarlyStopping after(int epoch, double nll) {
    return nll < bestNll
        ? new EarlyStopping(nll, epoch, 0)
        : new EarlyStopping(bestNll, bestEpoch, epochsSinceBest + 1);
  }

  /** Whether the last validation was the best. */
  boolean improved() {
    return bestEpoch >= 0 && epochsSinceBest == 0;
  }

  boolean exhausted(int patience) {
    return epochsSinceBest >= patience;
  }
}
