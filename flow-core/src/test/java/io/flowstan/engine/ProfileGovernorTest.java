package io.flowstan.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.flowstan.codec.CodecSpec;
import io.flowstan.codec.CodedFlow;
import io.flowstan.codec.FlowCodec;
import io.flowstan.codec.HostContext;
import io.flowstan.codec.SteeringColumns;
import io.flowstan.flow.Flow;
import io.flowstan.flow.IpProtocol;
import io.flowstan.profile.FlowTally;
import io.flowstan.profile.PeerTie;
import io.flowstan.profile.ProfileDistribution;
import io.flowstan.profile.RateCalibration;
import io.flowstan.testing.HostStory;
import io.flowstan.testing.SmallVocabulary;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

class ProfileGovernorTest {
  private static final long START = 1_460_332_800L;
  private static final long DAY = 86_400;
  private static final int HOST = 0x0A00_0001;

  /** Rates of e^4 to e^10 flows a day, and shares of UDP: inputs (x - 7) / 2 and x / 4. */
  private static final ProfileDistribution PROFILES =
      new ProfileDistribution(
          List.of(ProfileDistribution.LN_FLOWS_PER_DAY, "udp-share", "ln-peers"),
          List.of(List.of(4.0, 10.0), List.of(-6.0, 6.0), List.of(0.0, 9.0)),
          List.of(
              new ProfileDistribution.Kind(
                  1,
                  List.of(0.0, 0.0, 0.0),
                  List.of(List.of(1.0), List.of(0.0, 1.0), List.of(0.0, 0.0, 1.0)))),
          List.of(7.0, 0.0, 0.0),
          List.of(2.0, 4.0, 1.0),
          RateCalibration.NONE);

  private static final ProfileDistribution WITH_HABITS =
      profiles(ProfileDistribution.DAYTIME_SHARE, ProfileDistribution.USUAL_SERVICE_SHARE);

  /** A host of e^7 flows a day, half of them UDP: its rate's and share's inputs are 0. */
  private final ProfileGovernor governor =
      new ProfileGovernor(
          GovernedFeatures.of(PROFILES, 0, 100),
          new double[] {7, 0, 3},
          new float[] {0, 0, 3},
          START,
          1);

  @Test
  void aHostThatHasJustBegunIsAskedForItsProfile() {
    assertThat(asked(0, 0, START)).containsExactly(0, 0, 3);
  }

  @Test
  void aHostOnScheduleIsAskedForItsProfile() {
    int day = (int) Math.round(Math.exp(7));

    assertThat(asked(day, day / 2, START + DAY)[0]).isCloseTo(0, within(1e-3f));
    assertThat(asked(day, day / 2, START + DAY)[1]).isCloseTo(0, within(1e-3f));
  }

  @Test
  void aHostAheadIsAskedForLess() {
    // made e times the day's flows and two hours' slack: ln of the ratio is 1, half a deviation
    double slack = Math.exp(7) / 12;
    int made = (int) Math.round(Math.E * (Math.exp(7) + slack) - slack);

    assertThat(asked(made, made / 2, START + DAY)[0]).isCloseTo(-0.5f, within(1e-3f));
  }

  @Test
  void aHostBehindIsAskedForMore() {
    assertThat(asked(0, 0, START + DAY)[0]).isGreaterThan(0.5f);
  }

  @Test
  void aHostWithFewFlowsOfAKindIsAskedForMoreOfThem() {
    // no UDP in a day: with the slack's half, 1/26 of the flows, odds of 1 to 25
    int day = (int) Math.round(Math.exp(7));

    float expected = (float) (1.5 * Math.log(25) / 4);
    assertThat(asked(day, 0, START + DAY)[1]).isCloseTo(expected, within(0.01f));
    assertThat(asked(day, day, START + DAY)[1]).isCloseTo(-expected, within(0.01f));
  }

  @Test
  void whatIsAskedForStaysWithinTheTrainingHosts() {
    assertThat(asked(500_000, 0, START + DAY)).startsWith((4 - 7) / 2f, 6 / 4f);
    assertThat(asked(0, 0, START + 1_000 * DAY)[0]).isEqualTo((10 - 7) / 2f);
  }

  @Test
  void whatIsNeitherRateNorShareIsLeftAlone() {
    assertThat(asked(500_000, 0, START + DAY)[2]).isEqualTo(3);
  }

  @Test
  void aHostOnScheduleIsNotSteered() {
    int day = (int) Math.round(Math.exp(7));

    for (float part : steering(day, day / 2, START + DAY)) {
      assertThat(part).isCloseTo(0, within(4e-3f));
    }
  }

  @Test
  void aHostAheadIsHeldBack() {
    double slack = Math.exp(7) / 12;
    int made = (int) Math.round(Math.E * (Math.exp(7) + slack) - slack);

    assertThat(steering(made, made / 2, START + DAY)[0]).isCloseTo(2.5f, within(0.01f));
    assertThat(steering(1_000_000, 500_000, START + DAY)[0]).isEqualTo(10);
  }

  @Test
  void aHostBehindIsHurriedALittle() {
    assertThat(steering(0, 0, START + DAY)[0]).isEqualTo(-1);
  }

  @Test
  void protocolsThatLackAreTiltedTo() {
    // a quarter of the flows, the slack's included, instead of half; only UDP is in the profile
    int day = (int) Math.round(Math.exp(7));
    double all = day + Math.exp(7) / 12;
    int udp = (int) Math.round(all / 4 - Math.exp(7) / 24);

    float[] steering = steering(day, udp, START + DAY);

    assertThat(steering[SteeringColumns.FIRST_PROTOCOL + 1])
        .isCloseTo((float) (2 * Math.log(3)), within(0.02f));
    assertThat(steering[SteeringColumns.FIRST_PROTOCOL]).isZero();
    assertThat(steering[SteeringColumns.FIRST_PROTOCOL + 2]).isZero();
    assertThat(steering(day, 0, START + DAY)[SteeringColumns.FIRST_PROTOCOL + 1]).isEqualTo(3);
    assertThat(steering(day, day, START + DAY)[SteeringColumns.FIRST_PROTOCOL + 1]).isEqualTo(-3);
  }

  @Test
  void aHostIsDueByDayAndByNightWhatItsProfileSays() {
    // e^7 flows a day, three in four by day: an eighth until 8 o'clock, and half until 14
    ProfileGovernor byDay =
        governor(GovernedFeatures.of(WITH_HABITS, 1, 100), new double[] {7, Math.log(3), 0});
    int day = (int) Math.round(Math.exp(7));
    float[] out = new float[3];

    byDay.write(made(day / 6, 0), new HostContext(HOST, START + DAY / 3), out, null);
    assertThat(out[0]).isCloseTo(0, within(2e-3f));
    byDay.write(
        made(day / 6 + day * 3 / 8, 0), new HostContext(HOST, START + DAY * 14 / 24), out, null);
    assertThat(out[0]).isCloseTo(0, within(2e-3f));
  }

  @Test
  void aHostOfTooManyServicesIsTiltedToThoseThatItHasHadMost() {
    // Given a host that had its one listed service in a part of 400 flows
    CodecSpec spec = SmallVocabulary.spec();
    FlowCodec codec = new FlowCodec(spec);
    HostContext context = new HostContext(HostStory.HOST, START);
    FlowTally made = new FlowTally();
    CodedFlow coded = new CodedFlow();
    for (Flow flow : HostStory.of(spec, 1, 400)) {
      codec.encode(context, flow, coded);
      codec.observe(context, flow, coded);
      made.add(flow, HostStory.HOST, coded.tie());
    }
    int listed = spec.services().size();
    int usual = context.flowsOfUsualService(listed);
    assertThat(usual).isBetween(20, 200);

    // When its profile wants nine flows of ten to be of one service, or one of ten
    float[] steering = new float[SteeringColumns.FIRST_PEER];
    governor(listed, Math.log(9)).write(made, context, new float[3], steering);
    float units = HostContext.scaledCount(usual) & 255;

    // Then that service is tilted to as far as may be, or not at all
    assertThat(steering[SteeringColumns.USUAL_SERVICE] * units).isCloseTo(3, within(1e-5f));
    governor(listed, -Math.log(99)).write(made, context, new float[3], steering);
    assertThat(steering[SteeringColumns.USUAL_SERVICE]).isZero();
  }

  @Test
  void aHostWithTooManyNewPeersIsTiltedAwayFromThem() {
    // Given a host of e^7 flows a day, one in ten of which is to have a new peer, half to answer
    ProfileDistribution profiles = profiles("new-peer-share", "answer-share");
    ProfileGovernor of =
        governor(GovernedFeatures.of(profiles, 0, 100), new double[] {7, -Math.log(9), 0});

    // When all flows of a day have new peers
    FlowTally made = new FlowTally();
    for (int i = 0; i < Math.round(Math.exp(7)); i++) {
      made.add(flow(IpProtocol.TCP), HOST, PeerTie.NEW);
    }
    float[] steering = new float[SteeringColumns.FIRST_PEER];
    of.write(made, new HostContext(HOST, START + DAY), new float[3], steering);

    // Then it is tilted away from them and to answers as far as may be
    assertThat(steering[SteeringColumns.NEW_PEER]).isEqualTo(-6);
    assertThat(steering[SteeringColumns.ANSWER]).isEqualTo(6);
  }

  @Test
  void aHostIsBoundByItsLargestFlows() {
    // Given a host with TCP flows of up to e^8 packets, and others of up to e
    ProfileDistribution profiles =
        profiles(
            ProfileDistribution.MOST_PACKETS_BY_TCP, ProfileDistribution.MOST_PACKETS_BY_OTHERS);
    float[] steering = new float[SteeringColumns.FIRST_PEER];

    // When any host's have at most 10,000
    governor(GovernedFeatures.of(profiles, 0, 10_000), new double[] {7, 8, 1})
        .write(new FlowTally(), new HostContext(HOST, START), new float[3], steering);

    // Then what is taken off leaves e^8, and at least 64
    assertThat(steering[SteeringColumns.FEWER_PACKETS_BY_TCP])
        .isEqualTo(10_000f - (float) Math.round(Math.exp(8)));
    assertThat(steering[SteeringColumns.FEWER_PACKETS_BY_OTHERS]).isEqualTo(10_000 - 64);
  }

  @Test
  void aHostOfUnevenCountsIsAskedForMoreWhereItsPaceIsHigh() {
    // Given a host of e^7 flows a day whose counts have ln covariances of .5 and .2
    ProfileDistribution profiles =
        profiles(
            ProfileDistribution.COVARIANCE_OVER_MINUTES, ProfileDistribution.COVARIANCE_OVER_HOURS);
    ProfileGovernor of =
        governor(GovernedFeatures.of(profiles, 0, 100), new double[] {7, 0.5, 0.2});
    // Given its pace: variances of .15 of what is beyond hours, and of the covariance over hours
    HostPace pace = new HostPace(1, Math.sqrt(0.15 * 0.3), Math.sqrt(0.2));
    float[] profile = new float[3];
    float[] steering = new float[SteeringColumns.FIRST_PEER];

    for (long second = START; second < START + DAY; second += 3_600) {
      // When it has made what is due, slack included
      double due = Math.exp(7) * (second - START) / DAY;
      of.write(made((int) Math.round(due), 0), new HostContext(HOST, second), profile, steering);

      // Then it is asked for as much more as the pace says, and held back as much less
      double z = pace.at(second);
      assertThat(profile[0]).isCloseTo((float) (z / 2), within(0.01f));
      float restraint = (float) Math.max(-1, -2.5 * z);
      assertThat(steering[SteeringColumns.RESTRAINT]).isCloseTo(restraint, within(0.03f));
    }
  }

  @Test
  void aSecondIsFullOnceItHasAsManyFlowsAsTheProfilesFullest() {
    // Given a host whose fullest second has two flows
    CodecSpec spec = SmallVocabulary.spec();
    FlowCodec codec = new FlowCodec(spec);
    ProfileDistribution profiles = profiles(ProfileDistribution.MOST_FLOWS_IN_A_SECOND, "ln-peers");
    ProfileGovernor of =
        governor(GovernedFeatures.of(profiles, 0, 100), new double[] {7, Math.log(2), 0});
    HostContext context = new HostContext(HostStory.HOST, START);
    float[] steering = new float[SteeringColumns.FIRST_PEER];
    List<Integer> taken = new ArrayList<>();

    // When flows come, some of them in one second
    for (Flow flow : HostStory.of(spec, 1, 200)) {
      CodedFlow coded = new CodedFlow();
      codec.encode(context, flow, coded);
      codec.observe(context, flow, coded);
      of.write(new FlowTally(), context, new float[3], steering);

      // Then the second is full from the second one on
      boolean isFull = context.flowsInSecond() >= 2;
      assertThat(steering[SteeringColumns.FULL_SECOND]).isEqualTo(isFull ? 100 : 0);
      taken.add(context.flowsInSecond());
    }
    assertThat(taken).contains(1, 2);
  }

  @Test
  void theTiltToUsualPeersGrowsWithTheirFlows() {
    CodecSpec spec = SmallVocabulary.spec();
    FlowCodec codec = new FlowCodec(spec);
    HostContext context = new HostContext(HostStory.HOST, START);
    CodedFlow coded = new CodedFlow();
    for (Flow flow : HostStory.of(spec, 1, 400)) {
      codec.encode(context, flow, coded);
      codec.observe(context, flow, coded);
    }
    byte[] peers = new byte[CodecSpec.PEERS * HostContext.PEER_BYTES];
    context.writePeers(peers, 0);
    float[] steering = new float[SteeringColumns.WIDTH];
    steering[SteeringColumns.USUAL_PEER] = 0.5f;

    SteeringColumns.spread(
        steering, SteeringColumns.kinds(spec), peers, new byte[spec.serviceClasses()]);

    float most = 0;
    for (int place = 0; place < CodecSpec.PEERS; place++) {
      int flows = peers[(place + 1) * HostContext.PEER_BYTES - 1] & 255;
      assertThat(steering[SteeringColumns.FIRST_PEER + place]).isEqualTo(0.5f * flows);
      most = Math.max(most, steering[SteeringColumns.FIRST_PEER + place]);
    }
    int usual = HostContext.scaledCount(context.flowsOfUsualPeer()) & 255;
    assertThat(most).isEqualTo(0.5f * usual);
  }

  private static ProfileDistribution profiles(String second, String third) {
    return new ProfileDistribution(
        List.of(ProfileDistribution.LN_FLOWS_PER_DAY, second, third),
        PROFILES.quantiles(),
        PROFILES.kinds(),
        PROFILES.mean(),
        PROFILES.deviation(),
        RateCalibration.NONE);
  }

  /** Of a host whose profile is all zeros as the network's input. */
  private static ProfileGovernor governor(GovernedFeatures features, double[] natural) {
    return new ProfileGovernor(features, natural, new float[3], START, 1);
  }

  private static ProfileGovernor governor(int listed, double usualLogOdds) {
    return governor(
        GovernedFeatures.of(WITH_HABITS, listed, 100), new double[] {5, 0, usualLogOdds});
  }

  private float[] asked(int flows, int udp, long second) {
    float[] out = new float[3];
    governor.write(made(flows, udp), new HostContext(HOST, second), out, null);
    return out;
  }

  private float[] steering(int flows, int udp, long second) {
    float[] out = new float[SteeringColumns.FIRST_PEER];
    Arrays.fill(out, 7);
    governor.write(made(flows, udp), new HostContext(HOST, second), new float[3], out);
    return out;
  }

  private static FlowTally made(int flows, int udp) {
    FlowTally made = new FlowTally();
    for (int i = 0; i < flows; i++) {
      made.add(flow(i < udp ? IpProtocol.UDP : IpProtocol.TCP), HOST, PeerTie.RECENT);
    }
    return made;
  }

  private static Flow flow(int protocol) {
    return new Flow(
        START, 0, HOST, 0x0808_0808, 50_000, 53, protocol, 16, 0, 0, 1, 60, "background");
  }
}
