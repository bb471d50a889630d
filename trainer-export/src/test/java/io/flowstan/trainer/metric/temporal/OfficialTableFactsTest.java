package io.flowstan.trainer.metric.temporal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.flowstan.io.HostList;
import io.flowstan.io.OnError;
import io.flowstan.io.RecordedFlows;
import io.flowstan.testing.SharedData;
import io.flowstan.trainer.metric.graph.PeerGraph;
import io.flowstan.trainer.table.FlowTable;
import java.io.IOException;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;

/**
 * The facts of the official dev table beside those of a Python script with the plain definitions: a
 * list of all peers in order of last use, {@code flows[-8:]}, sets, numpy's mean, var, bincount and
 * polyfit, SciPy's jensenshannon.
 */
class OfficialTableFactsTest {
  private static final long MIDNIGHT = 1_460_332_800L; // 2016-04-11T00:00:00Z

  private static final Map<String, Double> PYTHON =
      Map.ofEntries(
          Map.entry("acf.bytes.lag-1", 0.283809),
          Map.entry("acf.bytes.lag-2", 0.096103),
          Map.entry("acf.bytes.lag-5", 0.125446),
          Map.entry("acf.bytes.lag-10", 0.098751),
          Map.entry("acf.bytes.lag-20", 0.080707),
          Map.entry("acf.bytes.lag-50", 0.065759),
          Map.entry("counts.fano", 14.193397),
          Map.entry("counts.acf-5m", 0.402604),
          Map.entry("counts.acf-1h", 0.040197),
          Map.entry("counts.acf-3h", 0.028893),
          Map.entry("counts.hurst", 0.65792),
          Map.entry("arrivals.above-0s", 0.52413),
          Map.entry("arrivals.above-1s", 0.398996),
          Map.entry("arrivals.above-8s", 0.223778),
          Map.entry("arrivals.above-64s", 0.034768),
          Map.entry("arrivals.above-512s", 0.000241),
          Map.entry("shares.same-second", 0.475814),
          Map.entry("shares.instant", 0.345017),
          Map.entry("shares.single-packet", 0.340123),
          Map.entry("shares.peer-in-8", 0.801099),
          Map.entry("shares.peer-in-64", 0.867633),
          Map.entry("shares.new-peer", 0.087355),
          Map.entry("shares.replies", 0.440279),
          Map.entry("shares.service-kept", 0.963156),
          Map.entry("shares.port-kept", 0.410413),
          Map.entry("shares.port-near", 0.069054),
          Map.entry("shares.top-services", 0.94411),
          Map.entry("shares.tcp", 0.758292),
          Map.entry("shares.udp", 0.186499),
          Map.entry("shares.icmp", 0.051849),
          Map.entry("shares.gre", 0.0),
          Map.entry("shares.ipip", 0.0),
          Map.entry("graph.peers-median", 541.5),
          Map.entry("graph.hosts-per-peer", 1.78119),
          Map.entry("graph.shared-peers", 0.202375),
          Map.entry("drift.hours.flows", -0.134757),
          Map.entry("drift.hours.bytes", 0.009905),
          Map.entry("drift.hours.same-second", 0.008321),
          Map.entry("drift.hours.new-peers", -0.037217));

  @Test
  void agreeWithPython() throws IOException {
    // Given
    Path table = SharedData.file("ugr16-20160411-dev.csv.gz");
    HostList hosts = HostList.read(SharedData.file("hosts-dev.txt"));
    FlowTable dev =
        FlowTable.read("dev", RecordedFlows.ofHosts(table, hosts, OnError.FAIL), MIDNIGHT, 1);

    // When
    Map<String, Double> facts = new HashMap<>();
    facts.putAll(new StreamAutocorrelation().facts(dev));
    facts.putAll(new CountBurstiness().facts(dev));
    facts.putAll(new InterArrivals().facts(dev));
    facts.putAll(new StreamShares().facts(dev));
    facts.putAll(new PeerGraph().facts(dev));
    facts.putAll(new Drift().facts(dev));

    // Then
    assertThat(facts).containsOnlyKeys(PYTHON.keySet());
    assertThat(facts)
        .allSatisfy(
            (key, fact) -> assertThat(fact).as(key).isEqualTo(PYTHON.get(key), within(1e-6)));
  }
}
