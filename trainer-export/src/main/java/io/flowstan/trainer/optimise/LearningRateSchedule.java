package io.flowstan.trainer.optimise;

/**
 * The learning rate over a run: a linear warm-up, then half a cosine down to {@code finalShare} of
 * the peak at the end of the budget (Loshchilov and Hutter, arXiv:1608.03983, without restarts).
 *
 * <pre>rate = peak * min(1, (step + 1) / warmUpSteps) * (f + (1 - f) (1 + cos(pi progress)) / 2)
 * </pre>
 */
record LearningRateSchedule(double peak, long warmUpSteps, double finalShare) {
  LearningRateSchedule {
    if (!(peak > 0) || warmUpSteps < 0 || !(finalShare >= 0 && finalShare <= 1)) {
      throw new IllegalArgumentException(
          "peak = "
              + peak
              + ", warmUpSteps = "
              + warmUpSteps
              + ", finalShare = "
              + finalShare
              + ": expected > 0, >= 0, 0..1");
    }
  }

  /** The rate of the step (from 0) taken when {@code progress} (0..1) of the budget is used. */
  double rate(long step, double progress) {
    double warmUp = step + 1 >= warmUpSteps ? 1 : (step + 1) / (double) warmUpSteps;
    double cosine = (1 + Math.cos(Math.PI * Math.min(1, Math.max(0, progress)))) / 2;
    return peak * warmUp * (finalShare + (1 - finalShare) * cosine);
  }
}
