package io.flowstan.reference;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.flowstan.flow.Flow;
import io.flowstan.flow.HostFlow;
import io.flowstan.flow.IpProtocol;
import io.flowstan.flow.Ipv4;
import io.flowstan.io.HostList;
import io.flowstan.io.OnError;
import io.flowstan.io.RecordedFlows;
import io.flowstan.testing.PropertyTest;
import io.flowstan.testing.SeededFlows;
import io.flowstan.testing.SharedData;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

class ReferenceBinsTest {
  private static final int HOST = Ipv4.parse("42.219.1.7");

  @PropertyTest
  void theFlowsOfTheReferenceDoNotDivergeFromIt(long seed) {
    // Given
    List<Flow> flows = atHost(SeededFlows.list(seed, 300));
    ReferenceBins bins = new ReferenceBins(counted(flows));
    // When
    long[] counts = count(bins, flows);
    // Then; ports beyond the most frequent ones share a bin on both sides
    for (int i = 0; i < bins.keys().size(); i++) {
      assertThat(bins.divergence(i, counts)).as(bins.keys().get(i)).isCloseTo(0, within(1e-12));
      assertThat(bins.flows(i, counts))
          .isEqualTo(bins.keys().get(i).equals("gap-seconds") ? 299 : 300);
    }
  }

  @PropertyTest
  void theDivergenceIsThatOfTheTextsBins(long seed) {
    // Given two tables
    List<Flow> reference = atHost(SeededFlows.list(seed, 200));
    List<Flow> live = atHost(SeededFlows.list(seed + 1_000, 200));
    ReferenceBins bins = new ReferenceBins(counted(reference));
    // When
    long[] counts = count(bins, live);
    // Then; the oracle goes by texts, and knows no 'other'
    ReferenceHistograms first = counted(reference);
    ReferenceHistograms second = counted(live);
    for (String key : List.of("protocol", "tos", "tcp-flags", "packets", "label", "direction")) {
      assertThat(bins.divergence(bins.keys().indexOf(key), counts))
          .as(key)
          .isCloseTo(divergence(first.of(key), second.of(key)), within(1e-12));
    }
  }

  @Test
  void whatTheReferenceNeverSawIsAsFarAwayAsCanBe() {
    // Given a reference of UDP alone
    ReferenceBins bins =
        new ReferenceBins(
            new ReferenceHistograms(
                Map.of("protocol", Map.of("UDP", 10L), "label", Map.of("background", 10L))));
    int[] counts = new int[bins.size()];
    // When
    bins.count(counts, 0, flow(IpProtocol.TCP, "dos"), HOST, 0);
    // Then
    long[] live = toLong(counts);
    assertThat(bins.divergence(0, live)).isCloseTo(Math.log(2), within(1e-12));
    assertThat(bins.divergence(1, live)).isCloseTo(Math.log(2), within(1e-12));
  }

  @Test
  void withoutFlowsThereIsNoDivergence() {
    ReferenceBins bins =
        new ReferenceBins(new ReferenceHistograms(Map.of("protocol", Map.of("UDP", 10L))));
    assertThat(bins.divergence(0, new long[bins.size()])).isNaN();
  }

  @Test
  void theHourOfTheDayIsNotCompared() {
    ReferenceBins bins =
        new ReferenceBins(new ReferenceHistograms(Map.of("hour", Map.of("3", 10L))));
    assertThat(bins.keys()).isEmpty();
  }

  /**
   * What an hour of recorded flows diverges from another set of hosts' day: the floor that a good
   * model's hours lie near. 20 dev hosts against 100 training hosts, the median of 24 hours.
   */
  @Test
  void recordedHoursOfOtherHostsAreNearTheReference() throws IOException {
    // Given
    ReferenceBins bins = new ReferenceBins(training());
    int[][] hours = new int[24][bins.size()];
    Map<Integer, Long> lastSecond = new HashMap<>();
    try (RecordedFlows dev =
        RecordedFlows.ofHosts(
            SharedData.file("ugr16-20160411-dev.csv.gz"),
            HostList.read(SharedData.file("hosts-dev.txt")),
            OnError.FAIL)) {
      for (HostFlow next = dev.next(); next != null; next = dev.next()) {
        Flow flow = next.flow();
        Long last = lastSecond.put(next.host(), flow.endSecond());
        bins.count(
            hours[FlowAttribute.hourOfDay(flow.endSecond())],
            0,
            flow,
            next.host(),
            last == null ? FlowAttribute.UNKNOWN_GAP : flow.endSecond() - last);
      }
    }
    // When
    Map<String, Double> medians = new TreeMap<>();
    for (int i = 0; i < bins.keys().size(); i++) {
      List<Double> divergences = new ArrayList<>();
      for (int[] hour : hours) {
        divergences.add(bins.divergence(i, toLong(hour)));
      }
      divergences.sort(null);
      medians.put(bins.keys().get(i), (divergences.get(11) + divergences.get(12)) / 2);
    }
    // Then: healthy are 0.000 to 0.058, and 0.168 for peer-first-octet; flows of no sense have
    // 0.177 to 0.622, and 0.280; the bars between them are 0.1 and 0.2
    long[] senseless = count(bins, atHost(SeededFlows.list(1, 20_000)));
    medians.forEach(
        (key, median) -> {
          double bar = key.equals("peer-first-octet") ? 0.2 : 0.1;
          assertThat(median).as(key).isLessThan(bar);
          assertThat(bins.divergence(bins.keys().indexOf(key), senseless))
              .as("%s of no sense", key)
              .isGreaterThan(bar);
        });
  }

  private static ReferenceHistograms training() throws IOException {
    Map<Integer, List<Flow>> byHost = new HashMap<>();
    try (RecordedFlows table =
        RecordedFlows.ofHosts(
            SharedData.file("ugr16-20160411-train.csv.gz"),
            HostList.read(SharedData.file("hosts-train.txt")),
            OnError.FAIL)) {
      for (HostFlow next = table.next(); next != null; next = table.next()) {
        byHost.computeIfAbsent(next.host(), host -> new ArrayList<>()).add(next.flow());
      }
    }
    FlowCounts counts = new FlowCounts();
    byHost.forEach(counts::add);
    return counts.histograms();
  }

  private static ReferenceHistograms counted(List<Flow> flows) {
    FlowCounts counts = new FlowCounts();
    counts.add(HOST, flows);
    return counts.histograms();
  }

  private static long[] count(ReferenceBins bins, List<Flow> flows) {
    int[] counts = new int[bins.size()];
    long gapSeconds = FlowAttribute.UNKNOWN_GAP;
    long lastSecond = 0;
    for (Flow flow : flows) {
      gapSeconds = lastSecond == 0 ? FlowAttribute.UNKNOWN_GAP : flow.endSecond() - lastSecond;
      bins.count(counts, 0, flow, HOST, gapSeconds);
      lastSecond = flow.endSecond();
    }
    return toLong(counts);
  }

  private static double divergence(Map<String, Long> first, Map<String, Long> second) {
    List<String> all = new ArrayList<>(first.keySet());
    second.keySet().stream().filter(bin -> !first.containsKey(bin)).forEach(all::add);
    return JensenShannon.nats(
        all.stream().mapToLong(bin -> first.getOrDefault(bin, 0L)).toArray(),
        all.stream().mapToLong(bin -> second.getOrDefault(bin, 0L)).toArray());
  }

  private static long[] toLong(int[] counts) {
    return Arrays.stream(counts).asLongStream().toArray();
  }

  private static List<Flow> atHost(List<Flow> flows) {
    return flows.stream()
        .map(
            f ->
                new Flow(
                    f.endSecond(),
                    f.durationMs(),
                    HOST,
                    f.destination(),
                    f.sourcePort(),
                    f.destinationPort(),
                    f.protocol(),
                    f.tcpFlags(),
                    f.forwardingStatus(),
                    f.tos(),
                    f.packets(),
                    f.bytes(),
                    f.label()))
        .toList();
  }

  private static Flow flow(int protocol, String label) {
    return new Flow(
        SeededFlows.START_SECOND,
        0,
        HOST,
        Ipv4.parse("8.8.4.4"),
        50_000,
        80,
        protocol,
        0,
        0,
        0,
        1,
        60,
        label);
  }
}
