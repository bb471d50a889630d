package io.flowstan.trainer.metric.dependence;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.flowstan.flow.IpProtocol;
import io.flowstan.flow.Ipv4;
import io.flowstan.io.HostList;
import io.flowstan.io.OnError;
import io.flowstan.io.RecordedFlows;
import io.flowstan.testing.SharedData;
import io.flowstan.trainer.metric.Figure;
import io.flowstan.trainer.metric.marginal.MadeTable;
import io.flowstan.trainer.table.FlowTable;
import java.io.IOException;
import java.util.Map;
import org.junit.jupiter.api.Test;

class RulesTest {
  private final Rules rules = new Rules();

  @Test
  void aRateIsOfTheFlowsThatTheRuleConcerns() {
    // Given 100 flows: of 40 with a name server 10 are TCP, the rest is web by TCP
    FlowTable table =
        MadeTable.of(
            1,
            100,
            draft -> {
              draft.peerPort = draft.place < 40 ? 53 : 443;
              draft.protocol =
                  draft.place >= 10 && draft.place < 40 ? IpProtocol.UDP : IpProtocol.TCP;
            });

    // When
    Map<String, Double> rates = rules.facts(table);

    // Then
    assertThat(rates.get("rules.soft.dns-is-udp")).isCloseTo(75, within(1e-9));
    assertThat(rates.get("rules.soft.web-is-tcp")).isCloseTo(100, within(1e-9));
  }

  @Test
  void aRuleThatConcernsNoFlowHasNoRate() {
    assertThat(rules.facts(MadeTable.of(1, 10)))
        .doesNotContainKeys("rules.soft.netbios-is-udp", "rules.soft.tunnels-have-no-ports");
  }

  @Test
  void aHardRuleThatBreaksIsCounted() {
    // Given a quarter of flows with fewer bytes than headers
    FlowTable table = MadeTable.of(1, 100, draft -> draft.bytes = draft.place % 4 == 0 ? 39 : 40);

    assertThat(rules.facts(table).get("rules.hard")).isCloseTo(75, within(1e-9));
  }

  @Test
  void aPeerInTheHostsNetworkIsInternal() {
    // Given one peer of ten in the hosts' 42.219/16
    FlowTable table =
        MadeTable.of(
            2,
            10,
            draft -> draft.peer = Ipv4.parse(draft.place == 3 ? "42.219.200.1" : "42.220.0.1"));

    assertThat(rules.facts(table).get("rules.soft.both-ends-internal")).isCloseTo(10, within(1e-9));
  }

  @Test
  void tablesDifferByPercentagePointsWhicheverObeysMore() {
    // Given several packets in no time in 20 % and 50 % of the flows
    FlowTable few = MadeTable.of(1, 10, draft -> draft.packets = draft.place < 2 ? 2 : 1);
    FlowTable many = MadeTable.of(1, 10, draft -> draft.packets = draft.place < 5 ? 2 : 1);

    assertThat(rules.compare(few, many, 1).get("rules.soft.packets-in-no-time"))
        .isCloseTo(30, within(1e-9));
    assertThat(rules.compare(many, few, 1).get("rules.soft.packets-in-no-time"))
        .isCloseTo(30, within(1e-9));
  }

  @Test
  void figuresAreTheRates() {
    FlowTable table =
        MadeTable.of(
            1,
            4,
            draft -> {
              draft.protocol = draft.place == 0 ? IpProtocol.GRE : IpProtocol.UDP;
              draft.peerPort = new int[] {0, 53, 137, 443}[draft.place];
            });

    assertThat(rules.compare(table, table, 1).keySet())
        .containsExactlyInAnyOrderElementsOf(rules.figures().stream().map(Figure::key).toList());
  }

  @Test
  void anEmptyTableHasNoFigures() {
    assertThat(rules.compare(MadeTable.of(1, 5), MadeTable.of(1, 0), 1)).isEmpty();
  }

  @Test
  void ratesOfRecordedHostsAreThoseCountedFromTheText() throws IOException {
    // Given the official table; the numbers were counted from its text by a Python script
    HostList hosts = HostList.read(SharedData.file("hosts-dev.txt"));
    RecordedFlows source =
        RecordedFlows.ofHosts(SharedData.file("ugr16-20160411-dev.csv.gz"), hosts, OnError.SKIP);

    // When
    Map<String, Double> rates =
        rules.facts(FlowTable.read("dev", source, MadeTable.START_SECOND, 1));

    // Then
    assertThat(rates.get("rules.soft.web-is-tcp")).isCloseTo(99.99792, within(1e-5));
    assertThat(rates.get("rules.soft.dns-is-udp")).isCloseTo(99.86182, within(1e-5));
    assertThat(rates.get("rules.soft.netbios-is-udp")).isCloseTo(89.13043, within(1e-5));
    assertThat(rates.get("rules.soft.tunnels-have-no-ports")).isZero();
    assertThat(rates.get("rules.soft.both-ends-internal")).isCloseTo(0.02412, within(1e-5));
    assertThat(rates.get("rules.soft.packets-in-no-time")).isCloseTo(0.50125, within(1e-5));
  }
}
