package io.flowstan.trainer.privacy.attack;

/**
 * The calibrated loss (Watson et al., "On the importance of difficulty calibration in membership
 * inference attacks", ICLR 2022, arXiv 2111.08440, section 3):
 *
 * <pre>score(h) = mean of l_k(h) over references k without h, less l(h) of the target</pre>
 *
 * with the host in the place of the example and l its mean loss a flow.
 */
public final class CalibratedLoss implements LossAttack {
  @Override
  public String title() {
    return "calibrated loss";
  }

  @Override
  public double[] scores(LossTable references, double[] target) {
    double[] scores = new double[target.length];
    for (int h = 0; h < scores.length; h++) {
      scores[h] = references.side(h, false).mean() - target[h];
    }
    return scores;
  }
}
