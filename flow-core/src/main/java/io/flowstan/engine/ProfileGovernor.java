package io.flowstan.engine;

import io.flowstan.profile.FlowShare;
import io.flowstan.profile.FlowTally;
import io.flowstan.profile.ProfileDistribution;
import java.nio.FloatBuffer;
import java.util.ArrayList;
import java.util.List;

/**
 * Steers a host by what it has made so far: a free run that falls behind the rate of its profile is
 * asked for more, one that runs away for less; one that makes fewer flows of a kind than its
 * profile says is asked for more of them. A model that is right about each next flow has no other
 * way to know that it has drifted.
 *
 * <p>What is asked for, with slack the flows that the profile's rate makes in {@value #SLACK_HOURS}
 * hours and due those that it would have made since the start:
 *
 * <ul>
 *   <li>ln rate' = ln rate - ln((made + slack) / (due + slack));
 *   <li>logit share' = logit share - {@value #SHARE_GAIN} (logit of the share made, with slack
 *       flows at the profile's share added - logit share).
 * </ul>
 *
 * <p>So bursts and nights are the model's own business, and the first hours are not held to a few
 * flows. What is asked for stays within what the training hosts show. It changes an input of the
 * network, never what the network drew, and is a function of the host's state alone.
 */
final class ProfileGovernor {
  private static final double SHARE_GAIN = 1.5;
  private static final double SLACK_HOURS = 2;
  private static final double SECONDS_PER_DAY = 86_400;

  private final float[] input;
  private final double perSecond;
  private final double slack;
  private final long startSecond;
  private final Range rate;
  private final List<Steered> shares = new ArrayList<>();

  /** A share that the profile has at {@code feature}, as a part of one. */
  private record Steered(FlowShare share, int feature, double part, Range range) {}

  /** One deviation, and the training hosts' range as the network's input. */
  private record Range(double deviation, double lowest, double highest) {
    static Range of(ProfileDistribution profiles, int feature) {
      List<Double> values = profiles.quantiles().get(feature);
      double mean = profiles.mean().get(feature);
      double deviation = profiles.deviation().get(feature);
      return new Range(
          deviation,
          (values.get(0) - mean) / deviation,
          (values.get(values.size() - 1) - mean) / deviation);
    }

    /** {@code input} lowered by {@code ahead}, natural units. */
    float lowered(float input, double ahead) {
      return (float) Math.max(lowest, Math.min(highest, input - ahead / deviation));
    }
  }

  /**
   * @param natural the host's profile in natural units
   * @param standardised the same as the network's input
   */
  ProfileGovernor(
      ProfileDistribution profiles, double[] natural, float[] standardised, long startSecond) {
    this.input = standardised.clone();
    this.perSecond = Math.exp(natural[0]) / SECONDS_PER_DAY;
    this.slack = perSecond * 3_600 * SLACK_HOURS;
    this.startSecond = startSecond;
    this.rate = Range.of(profiles, 0);
    for (FlowShare share : FlowShare.values()) {
      int feature = profiles.features().indexOf(share.title());
      if (feature >= 0) {
        double part = 1 / (1 + Math.exp(-natural[feature]));
        shares.add(new Steered(share, feature, part, Range.of(profiles, feature)));
      }
    }
  }

  /** Writes the profile to ask for, float32 [P], at the flow after {@code second}. */
  void write(FlowTally made, long second, FloatBuffer out, int offset) {
    out.put(offset, input);
    double due = perSecond * (second - startSecond);
    double ahead = Math.log((made.flows() + slack) / (due + slack));
    out.put(offset, rate.lowered(input[0], ahead));
    double all = made.flows() + slack;
    for (Steered steered : shares) {
      double part = made.flows(steered.share) + slack * steered.part;
      double off = SHARE_GAIN * FlowTally.logOddsRatio(part, all * steered.part, all);
      out.put(offset + steered.feature, steered.range.lowered(input[steered.feature], off));
    }
  }
}
