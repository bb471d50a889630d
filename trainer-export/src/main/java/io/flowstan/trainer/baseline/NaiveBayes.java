package io.flowstan.trainer.baseline;

import java.util.List;

/**
 * The posterior of an attribute's bin b given evidence that is taken as independent given b: {@code
 * P(b | t_1 .. t_m) = P(b) P(t_1 | b) .. P(t_m | b) / sum over b'}, normalised in logarithms.
 *
 * <p>Laplace's rule smooths the counts, {@code P(t | b) = (n(t, b) + 1) / (n(b) + number of t)} and
 * likewise {@code P(b)}, and nothing after them. Evidence from before the first row is left out.
 */
final class NaiveBayes {
  /** Bins this many nats behind the best have no part in the sum: less than 1e-17. */
  private static final float NEGLIGIBLE = 40;

  private final float[] lnPrior;

  /** [source][t * bins + b]: ln P(t | b). */
  private final float[][] lnEvidence;

  private NaiveBayes(float[] lnPrior, float[][] lnEvidence) {
    this.lnPrior = lnPrior;
    this.lnEvidence = lnEvidence;
  }

  /**
   * Counts the rows of all hosts.
   *
   * @param hosts bins of each host, [attribute][row]
   * @param sizes number of bins of each attribute
   * @param place the attribute whose bin is asked for
   * @param sources where its evidence comes from
   */
  static NaiveBayes fit(List<byte[][]> hosts, int[] sizes, int place, List<Source> sources) {
    int bins = sizes[place];
    long[] prior = new long[bins];
    for (byte[][] host : hosts) {
      for (byte bin : host[place]) {
        prior[bin]++;
      }
    }
    float[] lnPrior = new float[bins];
    long rows = 0;
    for (long count : prior) {
      rows += count;
    }
    for (int b = 0; b < bins; b++) {
      lnPrior[b] = (float) Math.log((prior[b] + 1.0) / (rows + (double) bins));
    }
    float[][] lnEvidence = new float[sources.size()][];
    for (int s = 0; s < lnEvidence.length; s++) {
      lnEvidence[s] = evidence(hosts, sizes, place, sources.get(s));
    }
    return new NaiveBayes(lnPrior, lnEvidence);
  }

  /**
   * -ln P(bin | evidence).
   *
   * @param evidence a bin for each source, or -1 where there is none
   * @param scratch of at least as many places as there are bins
   */
  double nats(int bin, int[] evidence, float[] scratch) {
    float best = score(evidence, scratch);
    double sum = 0;
    for (int b = 0; b < lnPrior.length; b++) {
      float behind = best - scratch[b];
      sum += behind < NEGLIGIBLE ? Math.exp(-behind) : 0;
    }
    return Math.log(sum) + best - scratch[bin];
  }

  /** A bin drawn from the posterior. */
  int draw(int[] evidence, float[] scratch, Draws draws) {
    float best = score(evidence, scratch);
    double sum = 0;
    for (int b = 0; b < lnPrior.length; b++) {
      float behind = best - scratch[b];
      sum += behind < NEGLIGIBLE ? Math.exp(-behind) : 0;
      scratch[b] = (float) sum;
    }
    double u = draws.uniform() * sum;
    int bin = 0;
    while (bin < lnPrior.length - 1 && u >= scratch[bin]) {
      bin++;
    }
    return bin;
  }

  /** Writes the logarithms of the products; returns the largest. */
  private float score(int[] evidence, float[] scores) {
    int bins = lnPrior.length;
    System.arraycopy(lnPrior, 0, scores, 0, bins);
    for (int s = 0; s < lnEvidence.length; s++) {
      if (evidence[s] >= 0) {
        float[] factors = lnEvidence[s];
        int first = evidence[s] * bins;
        for (int b = 0; b < bins; b++) {
          scores[b] += factors[first + b];
        }
      }
    }
    float best = scores[0];
    for (int b = 1; b < bins; b++) {
      best = Math.max(best, scores[b]);
    }
    return best;
  }

  private static float[] evidence(List<byte[][]> hosts, int[] sizes, int place, Source source) {
    int bins = sizes[place];
    int values = sizes[source.place()];
    int[] joint = new int[values * bins];
    long[] totals = new long[bins];
    for (byte[][] host : hosts) {
      byte[] asked = host[place];
      byte[] given = host[source.place()];
      for (int t = source.lag(); t < asked.length; t++) {
        joint[given[t - source.lag()] * bins + asked[t]]++;
        totals[asked[t]]++;
      }
    }
    float[] ln = new float[joint.length];
    for (int i = 0; i < ln.length; i++) {
      ln[i] = (float) Math.log((joint[i] + 1.0) / (totals[i % bins] + (double) values));
    }
    return ln;
  }
}
