package io.flowstan.profile;

import com.fasterxml.jackson.annotation.JsonIgnore;
import io.flowstan.random.CounterRandom;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.hipparchus.distribution.continuous.NormalDistribution;

/**
 * The distribution of host profiles: a copula over the profile's features whose dependence is a
 * mixture of Gaussians, one for each kind of host, and whose marginals are given by quantiles. It
 * holds no host's profile, and what is drawn is no copy of one.
 *
 * <p>A kind c is drawn by its weight, z ~ N(mean of c, covariance of c), u = Phi(z), and feature i
 * is the quantile function of i at u_i (Nelsen, An Introduction to Copulas, 2006, ch. 2, for one
 * Gaussian; a single Gaussian mixes the kinds up: a mail server with a browser's services). Shares
 * that are parts of one whole are then made to add up ({@link ShareComposition}).
 *
 * @param features names of the features, P
 * @param inputs how many of them, the first ones, are the network's input; by the others a host is
 *     steered only
 * @param quantiles per feature its values at equally spaced probabilities 0 .. 1, in units of the
 *     feature (log for counts, logit for shares)
 * @param kinds the mixture's components, over normal scores
 * @param mean per feature, to standardise
 * @param deviation per feature, above 0
 * @param rate how the rate asked for becomes the rate feature, see {@link RateCalibration}
 */
public record ProfileDistribution(
    List<String> features,
    int inputs,
    List<List<Double>> quantiles,
    List<Kind> kinds,
    List<Double> mean,
    List<Double> deviation,
    RateCalibration rate) {

  /**
   * A kind of host: one Gaussian over the features' normal scores.
   *
   * @param weight share of the hosts, above 0; the weights of all kinds add up to 1
   * @param mean P normal scores
   * @param cholesky the covariance's Cholesky factor, lower triangle: row i has i + 1 numbers
   */
  public record Kind(double weight, List<Double> mean, List<List<Double>> cholesky) {
    public Kind {
      mean = List.copyOf(mean);
      cholesky = cholesky.stream().map(List::copyOf).toList();
      if (!(weight > 0 && weight <= 1) || cholesky.size() != mean.size()) {
        throw new IllegalArgumentException(
            "profiles.kinds: weight "
                + weight
                + ", "
                + mean.size()
                + " means, "
                + cholesky.size()
                + " rows: expected a weight in (0, 1] and as many rows as means");
      }
    }
  }

  /**
   * The feature of how many of a host's flows end in the daytime, from {@link #DAYTIME_FROM_HOUR}
   * to {@link #DAYTIME_TO_HOUR} o'clock: ln of the odds.
   */
  public static final String DAYTIME_SHARE = "daytime-share";

  public static final int DAYTIME_FROM_HOUR = 8;
  public static final int DAYTIME_TO_HOUR = 20;

  /** The feature of how many of a host's flows are of its commonest service: ln of the odds. */
  public static final String USUAL_SERVICE_SHARE = "usual-service-share";

  /** The feature of how many of a host's flows are with its commonest peer: ln of the odds. */
  public static final String USUAL_PEER_SHARE = "usual-peer-share";

  /** The feature of a host's largest flow by TCP: ln of its packets, 0 where there is none. */
  public static final String MOST_PACKETS_BY_TCP = "ln-most-packets-tcp";

  /** The same of flows that are not by TCP. */
  public static final String MOST_PACKETS_BY_OTHERS = "ln-most-packets-others";

  /** The feature of the most flows of a host that end in one second: ln of their number. */
  public static final String MOST_FLOWS_IN_A_SECOND = "ln-most-flows-in-a-second";

  /**
   * The feature of how long a host keeps at what it does, in minutes: ln(1 + c), with c the
   * autocovariance of its five-minute counts at a lag of 5 minutes over the square of their mean,
   * and 0 where that is negative.
   */
  public static final String COVARIANCE_OVER_MINUTES = "ln-count-covariance-minutes";

  /** The same in hours: c is the mean over the lags from half an hour to three hours. */
  public static final String COVARIANCE_OVER_HOURS = "ln-count-covariance-hours";

  /** The feature that {@code rate} corrects: ln(flows a day); always the first. */
  public static final String LN_FLOWS_PER_DAY = "ln-flows-per-day";

  /**
   * Counter of the kind; features before it have their place as their counter, those from it on the
   * next one. So no counter moves where profiles gain features, and hosts of a seed stay who they
   * are.
   */
  private static final int KIND_COUNTER = 46;

  private static final NormalDistribution NORMAL = new NormalDistribution();

  public ProfileDistribution {
    features = List.copyOf(features);
    quantiles = quantiles.stream().map(List::copyOf).toList();
    kinds = List.copyOf(kinds);
    mean = List.copyOf(mean);
    deviation = List.copyOf(deviation);
    int n = features.size();
    if (n == 0 || !features.get(0).equals(LN_FLOWS_PER_DAY)) {
      throw new IllegalArgumentException(
          "profiles.features = " + features + ": expected " + LN_FLOWS_PER_DAY + " first");
    }
    boolean fits =
        inputs > 0
            && inputs <= n
            && quantiles.size() == n
            && mean.size() == n
            && deviation.size() == n
            && kinds.stream().allMatch(kind -> kind.mean().size() == n);
    if (!fits || kinds.isEmpty()) {
      throw new IllegalArgumentException(
          "profiles: "
              + inputs
              + " inputs: expected 1 to "
              + n
              + ", at least one kind, and quantiles, mean and deviation for each of the "
              + n
              + " features");
    }
  }

  /** A distribution all of whose features are the network's input. */
  public ProfileDistribution(
      List<String> features,
      List<List<Double>> quantiles,
      List<Kind> kinds,
      List<Double> mean,
      List<Double> deviation,
      RateCalibration rate) {
    this(features, features.size(), quantiles, kinds, mean, deviation, rate);
  }

  /** Length of a profile. */
  @JsonIgnore
  public int size() {
    return features.size();
  }

  /** The same with another calibration. */
  public ProfileDistribution withRate(RateCalibration calibration) {
    return new ProfileDistribution(
        features, inputs, quantiles, kinds, mean, deviation, calibration);
  }

  /**
   * The same with the network's input standardised as {@code trained} does: for a network that was
   * trained with another distribution.
   *
   * @throws IllegalArgumentException where the network's input has other features
   */
  public ProfileDistribution standardisedAs(ProfileDistribution trained) {
    if (!features.subList(0, inputs).equals(trained.features.subList(0, trained.inputs))) {
      throw new IllegalArgumentException(
          "profiles.features = "
              + features.subList(0, inputs)
              + ": expected those of the trained network, "
              + trained.features.subList(0, trained.inputs));
    }
    List<Double> means = new ArrayList<>(trained.mean.subList(0, inputs));
    List<Double> deviations = new ArrayList<>(trained.deviation.subList(0, inputs));
    means.addAll(mean.subList(inputs, features.size()));
    deviations.addAll(deviation.subList(inputs, features.size()));
    return new ProfileDistribution(features, inputs, quantiles, kinds, means, deviations, rate);
  }

  /** Draws a profile in natural units, a function of {@code key} alone. */
  public double[] draw(long key) {
    int n = size();
    double[] normal = new double[n];
    for (int i = 0; i < n; i++) {
      normal[i] = CounterRandom.normal(key, i < KIND_COUNTER ? i : i + 1);
    }
    Kind kind = kindAt(CounterRandom.uniformDouble(key, KIND_COUNTER));
    double[] values = new double[n];
    double[] ranks = new double[n];
    for (int i = 0; i < n; i++) {
      double z = kind.mean().get(i);
      for (int j = 0; j <= i; j++) {
        z += kind.cholesky().get(i).get(j) * normal[j];
      }
      ranks[i] = NORMAL.cumulativeProbability(z);
      values[i] = quantile(quantiles.get(i), ranks[i]);
    }
    new ShareComposition(features).settle(values, ranks);
    return values;
  }

  private Kind kindAt(double u) {
    double cumulated = 0;
    for (Kind kind : kinds) {
      cumulated += kind.weight();
      if (u < cumulated) {
        return kind;
      }
    }
    return kinds.get(kinds.size() - 1);
  }

  /**
   * A profile as the network's input: rate calibrated, every feature standardised; float32
   * [inputs].
   *
   * <p>The calibrated rate stays within the rates of the training hosts: beyond them the network
   * has nothing to go by, and a host that is asked for more runs away.
   */
  public float[] input(double[] natural) {
    if (natural.length != size()) {
      throw new IllegalArgumentException(
          "profile of " + natural.length + " features: expected " + size() + ", " + features);
    }
    double[] values = natural.clone();
    if (!rate.equals(RateCalibration.NONE)) {
      List<Double> rates = quantiles.get(0);
      double asked = rate.input(values[0]);
      values[0] = Math.max(rates.get(0), Math.min(rates.get(rates.size() - 1), asked));
    }
    float[] input = new float[inputs];
    for (int i = 0; i < inputs; i++) {
      input[i] = (float) ((values[i] - mean.get(i)) / deviation.get(i));
    }
    return input;
  }

  /** A profile as {@link #input}, but as it is: for hosts whose flows are given, as in training. */
  public float[] standardised(double[] natural) {
    return withRate(RateCalibration.NONE).input(natural);
  }

  private static double quantile(List<Double> values, double u) {
    double at = u * (values.size() - 1);
    int below = Math.min((int) at, values.size() - 2);
    double part = at - below;
    return values.get(below) * (1 - part) + values.get(below + 1) * part;
  }

  @Override
  public String toString() {
    return "profiles of " + Arrays.toString(features.toArray());
  }
}
