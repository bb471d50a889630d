package io.flowstan.engine;

import io.flowstan.profile.ProfileDistribution;
import java.util.List;

/**
 * Steers a host's rate by what it has made so far: a free run that falls behind the rate of its
 * profile is asked for more, one that runs away for less. A model that is right about each next
 * flow has no other way to know that it has drifted.
 *
 * <p>What is asked for is ln rate' = ln rate - gain * ln((made + slack) / (due + slack)), with due
 * the flows that the profile's rate would have made since the start, and slack those of {@value
 * #SLACK_HOURS} hours: bursts and nights are the model's own business. It stays within the rates of
 * the training hosts.
 */
final class RateGovernor {
  private static final double GAIN = 1;
  private static final double SLACK_HOURS = 2;
  private static final double SECONDS_PER_DAY = 86_400;

  private final double lnRate;
  private final double input;
  private final double deviation;
  private final double lowest;
  private final double highest;
  private final long startSecond;

  /**
   * @param natural the host's profile in natural units
   * @param standardised the same as the network's input
   */
  RateGovernor(
      ProfileDistribution profiles, double[] natural, float[] standardised, long startSecond) {
    List<Double> rates = profiles.quantiles().get(0);
    this.lnRate = natural[0];
    this.input = standardised[0];
    this.deviation = profiles.deviation().get(0);
    this.lowest = (rates.get(0) - profiles.mean().get(0)) / deviation;
    this.highest = (rates.get(rates.size() - 1) - profiles.mean().get(0)) / deviation;
    this.startSecond = startSecond;
  }

  /** The rate to ask for, as the network's input, after {@code made} flows up to {@code second}. */
  float input(long made, long second) {
    double perSecond = Math.exp(lnRate) / SECONDS_PER_DAY;
    double slack = perSecond * 3_600 * SLACK_HOURS;
    double due = perSecond * (second - startSecond);
    double ahead = Math.log((made + slack) / (due + slack));
    return (float) Math.max(lowest, Math.min(highest, input - GAIN * ahead / deviation));
  }
}
