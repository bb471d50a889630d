package io.flowstan.trainer.privacy.attack;

/**
 * The likelihood-ratio attack, LiRA (Carlini et al., "Membership inference attacks from first
 * principles", IEEE S&amp;P 2022, arXiv 2112.03570, algorithm 1), with the host in the place of the
 * example and its mean loss a flow in the place of the scaled confidence:
 *
 * <pre>score(h) = ln N(l(h); mu_in(h), s^2) - ln N(l(h); mu_out(h), s^2)</pre>
 *
 * <p>The references are few. So s^2 is pooled over hosts, as the paper does (section V-A), and the
 * difference mu_out - mu_in of a host is drawn towards that of all hosts by as much as it is noise
 * (James and Stein, 1961): the paper has hundreds of references and needs none of that. Nor does a
 * difference change its sign by noise: it is at least {@value #LEAST_GAIN} of that of all hosts.
 */
public final class LikelihoodRatio implements LossAttack {
  private static final double LEAST_GAIN = .1;

  @Override
  public String title() {
    return "likelihood ratio";
  }

  @Override
  public double[] scores(LossTable references, double[] target) {
    int hosts = target.length;
    LossTable.Side[] in = new LossTable.Side[hosts];
    LossTable.Side[] out = new LossTable.Side[hosts];
    double squares = 0;
    int freedom = 0;
    int known = 0;
    double meanGain = 0;
    for (int h = 0; h < hosts; h++) {
      in[h] = references.side(h, true);
      out[h] = references.side(h, false);
      if (in[h].count() > 0 && out[h].count() > 0) {
        squares += in[h].squares() + out[h].squares();
        freedom += in[h].count() + out[h].count() - 2;
        meanGain += gain(in[h], out[h]);
        known++;
      }
    }
    if (freedom == 0) {
      throw new IllegalArgumentException(
          "likelihood ratio from "
              + references.models()
              + " references: expected at least 4, each host in some and not in others");
    }
    meanGain /= known;
    double variance = Math.max(squares / freedom, 1e-12);
    double spread = spreadOfGains(in, out, meanGain, variance);
    double[] scores = new double[hosts];
    for (int h = 0; h < hosts; h++) {
      scores[h] =
          in[h].count() == 0 || out[h].count() == 0
              ? Double.NaN
              : score(in[h], out[h], target[h], meanGain, variance, spread);
    }
    return scores;
  }

  private static double score(
      LossTable.Side in,
      LossTable.Side out,
      double loss,
      double meanGain,
      double variance,
      double spread) {
    double noise = variance * (1.0 / in.count() + 1.0 / out.count());
    double gain = meanGain + spread / (spread + noise) * (gain(in, out) - meanGain);
    if (meanGain > 0) {
      gain = Math.max(gain, LEAST_GAIN * meanGain);
    }
    int all = in.count() + out.count();
    double outMean = (out.count() * out.mean() + in.count() * (in.mean() + gain)) / all;
    double fromOut = loss - outMean;
    double fromIn = loss - (outMean - gain);
    return (fromOut * fromOut - fromIn * fromIn) / (2 * variance);
  }

  /** Variance of the hosts' true gains: what their estimates vary beyond their noise. */
  private static double spreadOfGains(
      LossTable.Side[] in, LossTable.Side[] out, double meanGain, double variance) {
    double spread = 0;
    int known = 0;
    for (int h = 0; h < in.length; h++) {
      if (in[h].count() > 0 && out[h].count() > 0) {
        double off = gain(in[h], out[h]) - meanGain;
        spread += off * off - variance * (1.0 / in[h].count() + 1.0 / out[h].count());
        known++;
      }
    }
    return Math.max(0, spread / known);
  }

  /** What membership saves a host. */
  private static double gain(LossTable.Side in, LossTable.Side out) {
    return out.mean() - in.mean();
  }
}
