package io.flowstan.engine;

import io.flowstan.codec.HostContext;
import io.flowstan.codec.SteeringColumns;
import io.flowstan.profile.FlowTally;
import io.flowstan.profile.ProfileDistribution;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Steers a host by what it has made so far: a free run that falls behind the rate of its profile is
 * asked for more, one that runs away for less; one that makes fewer flows of a kind than its
 * profile says is asked for more of them. A model that is right about each next flow has no other
 * way to know that it has drifted.
 *
 * <p>What is asked for, with slack the flows that the profile's rate makes in {@value #SLACK_HOURS}
 * hours and due those that it would have made since the start, by day and by night as the profile
 * divides them:
 *
 * <ul>
 *   <li>ln rate' = ln rate - ln((made + slack) / (due + slack));
 *   <li>logit share' = logit share - {@value #SHARE_GAIN} (logit of the share made, with slack
 *       flows at the profile's share added - logit share).
 * </ul>
 *
 * <p>A network goes by a host's last flows more than by its profile. Where the bundle's step takes
 * them, the governor therefore also says what the network is to lean on, in nats:
 *
 * <ul>
 *   <li>restraint = {@value #RESTRAINT_GAIN} ln((made + slack) / (due + slack)), from {@value
 *       #LEAST_RESTRAINT} to {@value #MOST_RESTRAINT}: against short times between flows;
 *   <li>tilt = {@value GovernedFeatures#TILT_GAIN} (logit share - logit of the share made, with
 *       slack flows at the profile's share added), at most {@value GovernedFeatures#MOST_TILT}
 *       either way: for TCP, UDP and ICMP, for large and huge flows; and for kinds of services, at
 *       most {@value GovernedFeatures#MOST_SERVICE_TILT};
 *   <li>for answers and for new peers {@value GovernedFeatures#TIE_GAIN} times it, at most {@value
 *       GovernedFeatures#MOST_TIE_TILT};
 *   <li>for the shares of the host's commonest service and peer {@value #USUAL_GAIN} times it, at
 *       most {@value #MOST_USUAL_TILT} and never against them: for each service, or recent peer, by
 *       ln(1 + its flows) relative to the commonest.
 * </ul>
 *
 * <p>A mixture that has learned of the largest transfers gives them to any host, once in ten
 * thousand flows, while recorded hosts have many or none. So a host's flows have at most as many
 * packets as its profile's largest by TCP, or not by TCP, but {@value #LEAST_BOUND} at least. A run
 * of flows in one second likes to go on, too: none has more flows than the profile's fullest one.
 *
 * <p>Recorded hosts are busy for minutes and for hours, which a host that is held to its rate is
 * less than they are. So the ratio made / due above is divided by a random factor, the host's
 * {@link HostPace}, as wide as the covariance of its profile's counts asks for.
 *
 * <p>So bursts and nights are the model's own business, and the first hours are not held to a few
 * flows. What is asked for stays within what the training hosts show. It changes inputs of the
 * network, never what the network drew, and is a function of the host's state, key and time alone.
 */
final class ProfileGovernor {
  private static final double SHARE_GAIN = 1.5;
  private static final double SLACK_HOURS = 2;
  private static final long SECONDS_PER_DAY = 86_400;
  private static final long DAYTIME_FROM = ProfileDistribution.DAYTIME_FROM_HOUR * 3_600L;
  private static final long DAYTIME_TO = ProfileDistribution.DAYTIME_TO_HOUR * 3_600L;
  private static final double RESTRAINT_GAIN = 2.5;
  private static final double LEAST_RESTRAINT = -1;
  private static final double MOST_RESTRAINT = 10;

  /** Variance of the pace over hours, for each nat of the profile's covariance over hours. */
  private static final double HOURS_GAIN = 1;

  /** The same over minutes, for each nat beyond that of hours: the network makes the rest of it. */
  private static final double MINUTES_GAIN = 0.15;

  private static final double USUAL_GAIN = 3;
  private static final double MOST_USUAL_TILT = 3;

  /** Nats: no flow goes on in a second that is full. */
  private static final float FULL = 100;

  /** Packets; above all that are listed one by one. */
  private static final long LEAST_BOUND = 64;

  private final GovernedFeatures features;
  private final HostPace pace;
  private final float[] input;

  /** Of each share of {@link GovernedFeatures#shares}, as a part of one. */
  private final double[] parts;

  private final double partOfUsualService;
  private final double partOfUsualPeer;
  private final double perDay;
  private final double inDaytime;
  private final double slack;
  private final double dueAtStart;
  private final long mostInSecond;
  private final float fewerByTcp;
  private final float fewerByOthers;

  /**
   * @param features what of a profile is governed
   * @param natural the host's profile in natural units
   * @param standardised the same as the network's input
   * @param paceKey of the host's {@link HostPace}
   */
  ProfileGovernor(
      GovernedFeatures features,
      double[] natural,
      float[] standardised,
      long startSecond,
      long paceKey) {
    this.features = features;
    this.pace = pace(features, natural, paceKey);
    this.input = standardised.clone();
    this.perDay = Math.exp(natural[0]);
    this.slack = perDay * SLACK_HOURS / 24;
    double flat = (double) (DAYTIME_TO - DAYTIME_FROM) / SECONDS_PER_DAY;
    this.inDaytime = features.daytime() < 0 ? flat : partOf(natural[features.daytime()]);
    this.dueAtStart = due(startSecond);
    List<GovernedFeatures.Share> shares = features.shares();
    this.parts = shares.stream().mapToDouble(share -> partOf(natural[share.feature()])).toArray();
    this.partOfUsualService = partOf(features.usualService(), natural);
    this.partOfUsualPeer = partOf(features.usualPeer(), natural);
    int fullest = features.mostFlowsInSecond();
    mostInSecond = fullest < 0 ? Long.MAX_VALUE : Math.round(Math.exp(natural[fullest]));
    fewerByTcp = fewer(features.mostPacketsByTcp(), natural);
    fewerByOthers = fewer(features.mostPacketsByOthers(), natural);
  }

  private static HostPace pace(GovernedFeatures features, double[] natural, long key) {
    int minutes = features.covarianceOverMinutes();
    int hours = features.covarianceOverHours();
    double overHours = hours < 0 ? 0 : natural[hours];
    double overMinutes = minutes < 0 ? 0 : Math.max(0, natural[minutes] - overHours);
    return new HostPace(
        key, Math.sqrt(MINUTES_GAIN * overMinutes), Math.sqrt(HOURS_GAIN * overHours));
  }

  private static double partOf(GovernedFeatures.@Nullable Usual usual, double[] natural) {
    return usual == null ? 0 : partOf(natural[usual.feature()]);
  }

  /** By how many packets the largest flow of the profile stays below that of any host. */
  private float fewer(int feature, double[] natural) {
    if (feature < 0) {
      return 0;
    }
    long most = Math.max(LEAST_BOUND, Math.round(Math.exp(natural[feature])));
    return Math.max(0, features.maxPackets() - most);
  }

  private static double partOf(double logOdds) {
    return 1 / (1 + Math.exp(-logOdds));
  }

  /**
   * Writes what to ask for at the next flow.
   *
   * @param at the context of the flows {@code made}
   * @param profile float32 [P]
   * @param steering restraint, tilts and bounds, the columns of {@link SteeringColumns} before
   *     those of past flows; null where the network is not steered
   */
  void write(FlowTally made, HostContext at, float[] profile, float @Nullable [] steering) {
    double ahead = ahead(made, at.lastSecond()) - pace.at(at.lastSecond());
    System.arraycopy(input, 0, profile, 0, input.length);
    profile[0] = features.rate().lowered(input[0], ahead);
    if (steering != null) {
      steering[SteeringColumns.RESTRAINT] =
          (float) bounded(RESTRAINT_GAIN * ahead, LEAST_RESTRAINT, MOST_RESTRAINT);
      Arrays.fill(steering, SteeringColumns.RESTRAINT + 1, SteeringColumns.FIRST_PEER, 0);
      steering[SteeringColumns.FULL_SECOND] = at.flowsInSecond() < mostInSecond ? 0 : FULL;
      steering[SteeringColumns.FEWER_PACKETS_BY_TCP] = fewerByTcp;
      steering[SteeringColumns.FEWER_PACKETS_BY_OTHERS] = fewerByOthers;
    }
    double all = made.flows() + slack;
    List<GovernedFeatures.Share> shares = features.shares();
    for (int i = 0; i < parts.length; i++) {
      GovernedFeatures.Share share = shares.get(i);
      double part = made.flows(share.share()) + slack * parts[i];
      double above = FlowTally.logOddsRatio(part, all * parts[i], all);
      if (share.feature() < input.length) {
        profile[share.feature()] =
            share.range().lowered(input[share.feature()], SHARE_GAIN * above);
      }
      if (steering != null && share.column() >= 0) {
        steering[share.column()] =
            (float) bounded(-share.gain() * above, -share.mostTilt(), share.mostTilt());
      }
    }
    if (features.usualService() != null) {
      int flows = at.flowsOfUsualService(features.listedServices());
      write(features.usualService(), partOfUsualService, flows, all, profile, steering);
    }
    if (features.usualPeer() != null) {
      int flows = at.flowsOfUsualPeer();
      write(features.usualPeer(), partOfUsualPeer, flows, all, profile, steering);
    }
  }

  private void write(
      GovernedFeatures.Usual usual,
      double share,
      int flows,
      double all,
      float[] profile,
      float @Nullable [] steering) {
    double part = flows + slack * share;
    double above = FlowTally.logOddsRatio(part, all * share, all);
    profile[usual.feature()] = usual.range().lowered(input[usual.feature()], SHARE_GAIN * above);
    if (steering != null && flows > 0) {
      double tilt = bounded(-USUAL_GAIN * above, 0, MOST_USUAL_TILT);
      int units = HostContext.scaledCount(flows) & 255;
      steering[usual.column()] = (float) (tilt / units);
    }
  }

  /** By branches, which are as a rule not taken, and so cheaper than minimum and maximum. */
  static double bounded(double value, double least, double most) {
    if (value < least) {
      return least;
    }
    return value > most ? most : value;
  }

  /** ln of the flows made over those due, with the slack added to both. */
  private double ahead(FlowTally made, long second) {
    return Math.log((made.flows() + slack) / (due(second) - dueAtStart + slack));
  }

  /** Flows from the epoch to {@code second} by the profile's rate and its share of the daytime. */
  private double due(long second) {
    long ofDay = Math.floorMod(second, SECONDS_PER_DAY);
    double day = Math.max(0, Math.min(ofDay, DAYTIME_TO) - DAYTIME_FROM);
    double night = ofDay - day;
    double length = DAYTIME_TO - DAYTIME_FROM;
    double part = inDaytime * day / length + (1 - inDaytime) * night / (SECONDS_PER_DAY - length);
    return perDay * (Math.floorDiv(second, SECONDS_PER_DAY) + part);
  }
}
