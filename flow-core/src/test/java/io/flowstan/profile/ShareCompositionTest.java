package io.flowstan.profile;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.flowstan.flow.IpProtocol;
import io.flowstan.testing.PropertyTest;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.function.Predicate;
import org.junit.jupiter.api.Test;

class ShareCompositionTest {
  private static final List<String> FEATURES =
      new ArrayList<>(Arrays.stream(FlowShare.values()).map(FlowShare::title).toList());

  /** Whatever is drawn, one host can make all of it. */
  @PropertyTest
  void sharesOfAWholeAddUpToIt(long seed) {
    Random random = new Random(seed);
    double[] values = new double[FEATURES.size()];
    Arrays.setAll(values, i -> 4 * random.nextGaussian() - 2);
    double[] ranks = random.doubles(values.length).toArray();

    new ShareComposition(FEATURES).settle(values, ranks);

    double ports = part(values, FlowShare.TCP) + part(values, FlowShare.UDP);
    assertThat(ports + part(values, FlowShare.ICMP)).isCloseTo(1, within(1e-6));
    assertThat(sum(values, FlowShare::isService)).isCloseTo(ports, within(1e-6));
    // TCP has room for what speaks nothing else, UDP too
    assertThat(sum(values, kind -> kind.isService() && !kind.speaks(IpProtocol.UDP)))
        .isLessThanOrEqualTo(part(values, FlowShare.TCP) + 1e-6);
    assertThat(sum(values, kind -> kind.isService() && !kind.speaks(IpProtocol.TCP)))
        .isLessThanOrEqualTo(part(values, FlowShare.UDP) + 1e-6);
    assertThat(part(values, FlowShare.SERVICE_AT_HOST))
        .isBetween(
            sum(values, kind -> kind.isOfferedBy(true) && !kind.isOfferedBy(false)) - 1e-6,
            sum(values, kind -> kind.isOfferedBy(true)) + 1e-6);
  }

  @Test
  void whatAHostIsForMakesWay() {
    double[] values =
        logOdds(
            Map.of(
                FlowShare.TCP, 0.95,
                FlowShare.UDP, 0.03,
                FlowShare.ICMP, 0.02,
                FlowShare.HTTP_AT_HOST, 0.9,
                FlowShare.MAIL_AT_HOST, 0.6,
                FlowShare.NAMES_AT_PEER, 0.03,
                FlowShare.TELNET_AT_HOST, 0.02));

    new ShareComposition(FEATURES).settle(values, new double[values.length]);

    assertThat(part(values, FlowShare.TELNET_AT_HOST)).isCloseTo(0.02, within(1e-3));
    assertThat(part(values, FlowShare.NAMES_AT_PEER)).isCloseTo(0.03, within(2e-3));
    assertThat(part(values, FlowShare.HTTP_AT_HOST)).isCloseTo(0.558, within(5e-3));
    assertThat(part(values, FlowShare.MAIL_AT_HOST)).isCloseTo(0.372, within(5e-3));
  }

  @Test
  void whereNothingIsLargeTheShareThatIsLargeForAHostGrows() {
    double[] values =
        logOdds(
            Map.of(
                FlowShare.TCP, 0.9,
                FlowShare.UDP, 0.05,
                FlowShare.ICMP, 0.05,
                FlowShare.SSH_AT_HOST, 0.06,
                FlowShare.OTHER_AT_HOST, 0.08));
    double[] ranks = new double[values.length];
    ranks[FEATURES.indexOf(FlowShare.SSH_AT_HOST.title())] = 0.97;
    ranks[FEATURES.indexOf(FlowShare.OTHER_AT_HOST.title())] = 0.6;

    new ShareComposition(FEATURES).settle(values, ranks);

    assertThat(part(values, FlowShare.OTHER_AT_HOST)).isCloseTo(0.08, within(0.03));
    assertThat(part(values, FlowShare.SSH_AT_HOST)).isCloseTo(0.85, within(0.05));
  }

  @Test
  void aProfileThatLacksAShareIsLeftAsItIs() {
    double[] values = {1, 2, 3};

    new ShareComposition(List.of("tcp-share", "udp-share", "icmp-share"))
        .settle(values, new double[3]);

    assertThat(values).containsExactly(1, 2, 3);
  }

  private static double[] logOdds(Map<FlowShare, Double> shares) {
    double[] values = new double[FEATURES.size()];
    Arrays.fill(values, -14);
    shares.forEach(
        (share, part) -> values[FEATURES.indexOf(share.title())] = Math.log(part / (1 - part)));
    return values;
  }

  private static double part(double[] values, FlowShare share) {
    return 1 / (1 + Math.exp(-values[FEATURES.indexOf(share.title())]));
  }

  private static double sum(double[] values, Predicate<FlowShare> kinds) {
    return Arrays.stream(FlowShare.values())
        .filter(kinds)
        .mapToDouble(kind -> part(values, kind))
        .sum();
  }
}
