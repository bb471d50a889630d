package io.flowstan.engine;

import io.flowstan.codec.HostContext;
import io.flowstan.codec.SteeringColumns;
import io.flowstan.flow.IpProtocol;
import io.flowstan.profile.FlowShare;
import io.flowstan.profile.FlowTally;
import io.flowstan.profile.ProfileDistribution;
import java.util.ArrayList;
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
 *   <li>tilt = {@value #TILT_GAIN} (logit share - logit of the share made, with slack flows at the
 *       profile's share added), at most {@value #MOST_TILT} either way: for TCP, UDP and ICMP, for
 *       large and huge flows; and for kinds of services, at most {@value #MOST_SERVICE_TILT};
 *   <li>for answers and for new peers {@value #TIE_GAIN} times it, at most {@value #MOST_TIE_TILT};
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
 * <p>So bursts and nights are the model's own business, and the first hours are not held to a few
 * flows. What is asked for stays within what the training hosts show. It changes inputs of the
 * network, never what the network drew, and is a function of the host's state alone.
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
  private static final double TILT_GAIN = 2;
  private static final double MOST_TILT = 3;
  private static final double MOST_SERVICE_TILT = 2;
  private static final double TIE_GAIN = 4;
  private static final double MOST_TIE_TILT = 6;
  private static final double USUAL_GAIN = 3;
  private static final double MOST_USUAL_TILT = 3;

  /** Nats: no flow goes on in a second that is full. */
  private static final float FULL = 100;

  /** Packets; above all that are listed one by one. */
  private static final long LEAST_BOUND = 64;

  private final float[] input;
  private final double perDay;
  private final double inDaytime;
  private final double slack;
  private final double dueAtStart;
  private final Range rate;
  private final Steered[] shares;
  private final int listedServices;
  private final long mostInSecond;
  private final float fewerByTcp;
  private final float fewerByOthers;
  private final @Nullable Usual usualService;
  private final @Nullable Usual usualPeer;

  /**
   * A share that the profile has at {@code feature}, as a part of one; the column of its tilt, or
   * -1.
   */
  private record Steered(FlowShare share, int feature, double part, Range range, int column) {
    float tilt(double above) {
      boolean isTie = share == FlowShare.ANSWER || share == FlowShare.NEW_PEER;
      double most = share.isService() ? MOST_SERVICE_TILT : isTie ? MOST_TIE_TILT : MOST_TILT;
      return (float) bounded(-(isTie ? TIE_GAIN : TILT_GAIN) * above, -most, most);
    }
  }

  /** The share of the host's commonest service or peer, as a part of one; the tilt's column. */
  private record Usual(int feature, double part, Range range, int column) {}

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
      return (float) bounded(input - ahead / deviation, lowest, highest);
    }
  }

  /**
   * @param natural the host's profile in natural units
   * @param standardised the same as the network's input
   * @param listedServices service classes that are one service each
   * @param maxPackets of any host's flow
   */
  ProfileGovernor(
      ProfileDistribution profiles,
      double[] natural,
      float[] standardised,
      int listedServices,
      long maxPackets,
      long startSecond) {
    this.input = standardised.clone();
    this.perDay = Math.exp(natural[0]);
    this.slack = perDay * SLACK_HOURS / 24;
    int daytime = profiles.features().indexOf(ProfileDistribution.DAYTIME_SHARE);
    double flat = (double) (DAYTIME_TO - DAYTIME_FROM) / SECONDS_PER_DAY;
    this.inDaytime = daytime < 0 ? flat : partOf(natural[daytime]);
    this.dueAtStart = due(startSecond);
    this.rate = Range.of(profiles, 0);
    List<Steered> steered = new ArrayList<>();
    for (FlowShare share : FlowShare.values()) {
      int feature = profiles.features().indexOf(share.title());
      if (feature >= 0) {
        double part = partOf(natural[feature]);
        Range range = Range.of(profiles, feature);
        steered.add(new Steered(share, feature, part, range, column(share)));
      }
    }
    shares = steered.toArray(Steered[]::new);
    this.listedServices = listedServices;
    int fullest = profiles.features().indexOf(ProfileDistribution.MOST_FLOWS_IN_A_SECOND);
    mostInSecond = fullest < 0 ? Long.MAX_VALUE : Math.round(Math.exp(natural[fullest]));
    fewerByTcp = fewer(profiles, natural, ProfileDistribution.MOST_PACKETS_BY_TCP, maxPackets);
    fewerByOthers =
        fewer(profiles, natural, ProfileDistribution.MOST_PACKETS_BY_OTHERS, maxPackets);
    usualService =
        usual(
            profiles,
            natural,
            ProfileDistribution.USUAL_SERVICE_SHARE,
            SteeringColumns.USUAL_SERVICE);
    usualPeer =
        usual(profiles, natural, ProfileDistribution.USUAL_PEER_SHARE, SteeringColumns.USUAL_PEER);
  }

  private static @Nullable Usual usual(
      ProfileDistribution profiles, double[] natural, String name, int column) {
    int feature = profiles.features().indexOf(name);
    return feature < 0
        ? null
        : new Usual(feature, partOf(natural[feature]), Range.of(profiles, feature), column);
  }

  /** By how many packets the largest flow of the profile stays below {@code maxPackets}. */
  private static float fewer(
      ProfileDistribution profiles, double[] natural, String name, long maxPackets) {
    int feature = profiles.features().indexOf(name);
    if (feature < 0) {
      return 0;
    }
    long most = Math.max(LEAST_BOUND, Math.round(Math.exp(natural[feature])));
    return Math.max(0, maxPackets - most);
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
    double ahead = ahead(made, at.lastSecond());
    System.arraycopy(input, 0, profile, 0, input.length);
    profile[0] = rate.lowered(input[0], ahead);
    if (steering != null) {
      steering[SteeringColumns.RESTRAINT] =
          (float) bounded(RESTRAINT_GAIN * ahead, LEAST_RESTRAINT, MOST_RESTRAINT);
      Arrays.fill(steering, SteeringColumns.RESTRAINT + 1, SteeringColumns.FIRST_PEER, 0);
      steering[SteeringColumns.FULL_SECOND] = at.flowsInSecond() < mostInSecond ? 0 : FULL;
      steering[SteeringColumns.FEWER_PACKETS_BY_TCP] = fewerByTcp;
      steering[SteeringColumns.FEWER_PACKETS_BY_OTHERS] = fewerByOthers;
    }
    double all = made.flows() + slack;
    for (Steered steered : shares) {
      double part = made.flows(steered.share) + slack * steered.part;
      double above = FlowTally.logOddsRatio(part, all * steered.part, all);
      if (steered.feature < input.length) {
        profile[steered.feature] =
            steered.range.lowered(input[steered.feature], SHARE_GAIN * above);
      }
      if (steering != null && steered.column >= 0) {
        steering[steered.column] = steered.tilt(above);
      }
    }
    if (usualService != null) {
      write(usualService, at.flowsOfUsualService(listedServices), all, profile, steering);
    }
    if (usualPeer != null) {
      write(usualPeer, at.flowsOfUsualPeer(), all, profile, steering);
    }
  }

  private void write(
      Usual usual, int flows, double all, float[] profile, float @Nullable [] steering) {
    double part = flows + slack * usual.part;
    double above = FlowTally.logOddsRatio(part, all * usual.part, all);
    profile[usual.feature] = usual.range.lowered(input[usual.feature], SHARE_GAIN * above);
    if (steering != null && flows > 0) {
      double tilt = bounded(-USUAL_GAIN * above, 0, MOST_USUAL_TILT);
      int units = HostContext.scaledCount(flows) & 255;
      steering[usual.column] = (float) (tilt / units);
    }
  }

  private static double bounded(double value, double least, double most) {
    return Math.max(least, Math.min(most, value));
  }

  private static int column(FlowShare share) {
    if (share == FlowShare.ANSWER) {
      return SteeringColumns.ANSWER;
    }
    if (share == FlowShare.NEW_PEER) {
      return SteeringColumns.NEW_PEER;
    }
    if (share == FlowShare.LARGE) {
      return SteeringColumns.LARGE;
    }
    if (share == FlowShare.HUGE) {
      return SteeringColumns.HUGE;
    }
    int service = SteeringColumns.SERVICES.indexOf(share);
    if (service >= 0) {
      return SteeringColumns.FIRST_SERVICE + service;
    }
    int protocol =
        switch (share) {
          case TCP -> IpProtocol.TCP;
          case UDP -> IpProtocol.UDP;
          case ICMP -> IpProtocol.ICMP;
          default -> -1;
        };
    int place = SteeringColumns.PROTOCOLS.indexOf(protocol);
    return place < 0 ? -1 : SteeringColumns.FIRST_PROTOCOL + place;
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
