package io.flowstan.engine;

import io.flowstan.codec.SteeringColumns;
import io.flowstan.flow.IpProtocol;
import io.flowstan.profile.FlowShare;
import io.flowstan.profile.ProfileDistribution;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What of a profile a {@link ProfileGovernor} governs, and how: the same for all hosts of a bundle.
 * A feature that the bundle's profiles do not have is -1 or null.
 *
 * @param rate range of the flows a day, feature 0
 * @param shares the shares of kinds of flows
 * @param usualService the share of the host's commonest service
 * @param usualPeer the share of the host's commonest peer
 * @param daytime place of the part of the flows that comes by day
 * @param mostFlowsInSecond place of ln of the flows of the fullest second
 * @param mostPacketsByTcp place of ln of the packets of the largest flow by TCP
 * @param mostPacketsByOthers place of the same of flows not by TCP
 * @param covarianceOverMinutes place of the covariance of the host's counts over minutes
 * @param covarianceOverHours the same over hours
 * @param listedServices service classes that are one service each
 * @param maxPackets of any host's flow
 */
record GovernedFeatures(
    Range rate,
    List<Share> shares,
    @Nullable Usual usualService,
    @Nullable Usual usualPeer,
    int daytime,
    int mostFlowsInSecond,
    int mostPacketsByTcp,
    int mostPacketsByOthers,
    int covarianceOverMinutes,
    int covarianceOverHours,
    int listedServices,
    long maxPackets) {
  static final double TILT_GAIN = 2;
  static final double MOST_TILT = 3;
  static final double MOST_SERVICE_TILT = 2;
  static final double TIE_GAIN = 4;
  static final double MOST_TIE_TILT = 6;

  GovernedFeatures {
    shares = List.copyOf(shares);
  }

  /**
   * A share of a host's flows.
   *
   * @param feature its place in the profile
   * @param column of its tilt among {@link SteeringColumns}, or -1
   * @param gain nats of tilt for each nat that the share lies below its part
   * @param mostTilt nats either way
   */
  record Share(
      FlowShare share, int feature, Range range, int column, double gain, double mostTilt) {

    static Share of(FlowShare share, int feature, Range range) {
      boolean isTie = share == FlowShare.ANSWER || share == FlowShare.NEW_PEER;
      return new Share(
          share,
          feature,
          range,
          columnOf(share),
          isTie ? TIE_GAIN : TILT_GAIN,
          share.isService() ? MOST_SERVICE_TILT : isTie ? MOST_TIE_TILT : MOST_TILT);
    }
  }

  /** The share of the host's commonest service or peer; the tilt's column. */
  record Usual(int feature, Range range, int column) {}

  /** One in deviations, and the training hosts' range as the network's input. */
  record Range(double perUnit, double lowest, double highest) {
    private static Range of(ProfileDistribution profiles, int feature) {
      List<Double> values = profiles.quantiles().get(feature);
      double mean = profiles.mean().get(feature);
      double deviation = profiles.deviation().get(feature);
      return new Range(
          1 / deviation,
          (values.get(0) - mean) / deviation,
          (values.get(values.size() - 1) - mean) / deviation);
    }

    /** {@code input} lowered by {@code ahead}, natural units. */
    float lowered(float input, double ahead) {
      return (float) ProfileGovernor.bounded(input - ahead * perUnit, lowest, highest);
    }
  }

  /** What of {@code profiles} is governed. */
  static GovernedFeatures of(ProfileDistribution profiles, int listedServices, long maxPackets) {
    List<String> names = profiles.features();
    List<Share> shares = new ArrayList<>();
    for (FlowShare share : FlowShare.values()) {
      int feature = names.indexOf(share.title());
      if (feature >= 0) {
        shares.add(Share.of(share, feature, Range.of(profiles, feature)));
      }
    }
    return new GovernedFeatures(
        Range.of(profiles, 0),
        shares,
        usual(profiles, ProfileDistribution.USUAL_SERVICE_SHARE, SteeringColumns.USUAL_SERVICE),
        usual(profiles, ProfileDistribution.USUAL_PEER_SHARE, SteeringColumns.USUAL_PEER),
        names.indexOf(ProfileDistribution.DAYTIME_SHARE),
        names.indexOf(ProfileDistribution.MOST_FLOWS_IN_A_SECOND),
        names.indexOf(ProfileDistribution.MOST_PACKETS_BY_TCP),
        names.indexOf(ProfileDistribution.MOST_PACKETS_BY_OTHERS),
        names.indexOf(ProfileDistribution.COVARIANCE_OVER_MINUTES),
        names.indexOf(ProfileDistribution.COVARIANCE_OVER_HOURS),
        listedServices,
        maxPackets);
  }

  private static @Nullable Usual usual(ProfileDistribution profiles, String name, int column) {
    int feature = profiles.features().indexOf(name);
    return feature < 0 ? null : new Usual(feature, Range.of(profiles, feature), column);
  }

  private static int columnOf(FlowShare share) {
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
}
