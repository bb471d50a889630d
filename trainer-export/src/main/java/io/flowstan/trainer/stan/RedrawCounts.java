package io.flowstan.trainer.stan;

/**
 * How often STAN's magnitudes were out of range.
 *
 * @param drawn magnitudes that flows have
 * @param redrawn how many of them were drawn more than once
 * @param bounded how many of these became a bound, because no draw was within
 */
public record RedrawCounts(long drawn, long redrawn, long bounded) {
  static final RedrawCounts NONE = new RedrawCounts(0, 0, 0);

  RedrawCounts plus(RedrawCounts more) {
    return new RedrawCounts(drawn + more.drawn, redrawn + more.redrawn, bounded + more.bounded);
  }
}
