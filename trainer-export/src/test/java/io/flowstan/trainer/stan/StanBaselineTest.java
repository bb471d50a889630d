package io.flowstan.trainer.stan;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.flowstan.flow.Flow;
import io.flowstan.flow.HostFlow;
import io.flowstan.flow.Ipv4;
import io.flowstan.model.OnnxGraph;
import io.flowstan.random.CounterRandom;
import io.flowstan.trainer.baseline.Baseline.Population;
import io.flowstan.trainer.evaluate.SmallTraffic;
import io.flowstan.trainer.optimise.Weights;
import io.flowstan.trainer.table.Attribute;
import io.flowstan.trainer.table.FlowTable;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class StanBaselineTest {
  private static final long START = SmallTraffic.START_SECOND;
  private static final int HOST = Ipv4.parse("42.219.0.1");
  private static final double LN_OCTET = Math.log(256);

  private final Path file;

  StanBaselineTest(@TempDir Path folder) {
    file = folder.resolve("stan.zip");
  }

  private StanModel model(Weights weights) throws IOException {
    return StanModel.of(SmallStan.write(file, weights));
  }

  private static List<HostFlow> flows(StanFlows source) throws IOException {
    List<HostFlow> flows = new ArrayList<>();
    for (HostFlow next = source.next(); next != null; next = source.next()) {
      flows.add(next);
    }
    return flows;
  }

  @Test
  void everyHostMakesItsShareOfTheFlows() throws IOException {
    StanBaseline baseline = new StanBaseline(model(SmallStan.random(1)), 60);
    StanFlows source = baseline.generate(new Population(3, START, 1, 7));
    List<HostFlow> flows = flows(source);
    assertThat(flows).hasSize(60).isSortedAccordingTo((a, b) -> Long.compare(a.dueMs(), b.dueMs()));
    for (int host : source.hosts()) {
      assertThat(flows.stream().filter(flow -> flow.host() == host).map(HostFlow::sequence))
          .containsExactlyElementsOf(java.util.stream.LongStream.range(0, 20).boxed().toList());
    }
  }

  @Test
  void aHostsFlowsDependOnSeedAndPlaceAlone() throws IOException {
    StanModel model = model(SmallStan.random(1));
    Map<Integer, List<Flow>> few = table(new StanFlows(model, new Population(2, START, 1, 7), 15));
    Map<Integer, List<Flow>> more = table(new StanFlows(model, new Population(5, START, 1, 7), 15));
    assertThat(more).containsAllEntriesOf(few);
  }

  @Test
  void whatTheEngineMakesIsWhatTheGraphDrawsOneFlowAtATime() throws IOException {
    // Given a host alone, its window and clock kept by hand
    StanModel model = model(SmallStan.random(2));
    StanFlows source = new StanFlows(model, new Population(3, START, 1, 7), 40);
    int place = 1;
    int address = List.copyOf(source.hosts()).get(place);
    long key = CounterRandom.subKey(7, place);
    List<Flow> alone = new ArrayList<>();
    int columns = StanAttribute.COLUMNS;
    float[] window = new float[StanRow.PREVIOUS * columns];
    try (OnnxGraph step = OnnxGraph.open(model.bundle(), StanExport.STEP, 1)) {
      for (int n = 0; n < 40; n++) {
        step.floats(StanExport.PREVIOUS).put(0, window);
        long counter = n * (StanSampler.UNIFORMS + 2L * StanSampler.NORMALS + 1);
        for (int i = 0; i < StanSampler.UNIFORMS; i++) {
          step.floats(StanExport.UNIFORMS).put(i, CounterRandom.uniform(key, counter++));
        }
        for (int i = 0; i < StanSampler.NORMALS; i++) {
          double u = CounterRandom.uniformDouble(key, counter++);
          double v = CounterRandom.uniformDouble(key, counter++);
          float normal = (float) (Math.sqrt(-2 * Math.log(1 - u)) * Math.cos(2 * Math.PI * v));
          step.floats(StanExport.NORMALS).put(i, normal);
        }
        step.run(1);
        long[] values = new long[StanAttribute.COUNT];
        for (int i = 0; i < values.length; i++) {
          values[i] = (long) step.floatOutput(StanExport.DRAWN).get(i);
        }
        StanExtras.Extra extra =
            model
                .extras()
                .draw(
                    (int) values[StanAttribute.PROTOCOL.place()],
                    CounterRandom.uniformDouble(key, counter));
        long previousEnd = n == 0 ? START : alone.get(n - 1).endSecond();
        alone.add(StanRow.flow(values, extra, address, previousEnd));
        System.arraycopy(window, columns, window, 0, window.length - columns);
        StanRow.write(values, window, window.length - columns);
      }
    }

    // When it runs among others, then
    assertThat(table(source).get(address)).isEqualTo(alone);
  }

  private static Map<Integer, List<Flow>> table(StanFlows flows) throws IOException {
    return FlowTable.read("stan", flows, START, 1).byHost();
  }

  @Test
  void aHostEndsWithItsDays() throws IOException {
    // Given a flow every 1,000 s
    StanModel model = model(SmallStan.with(SmallStan.indifferent(), StanAttribute.DELTA_T, 1_000));
    List<HostFlow> flows = flows(new StanFlows(model, new Population(1, START, 1, 7), 500));
    assertThat(flows).hasSizeBetween(75, 100).allMatch(of -> of.dueMs() < 1_000 * (START + 86_400));
  }

  @Test
  void whatIsOutOfRangeIsDrawnAgainAndCounted() throws IOException {
    // Given seconds far below 0
    StanModel model = model(SmallStan.with(SmallStan.indifferent(), StanAttribute.DELTA_T, -9_000));
    StanFlows source = new StanFlows(model, new Population(1, START, 1, 7), 10);
    // Then they are the bound
    assertThat(flows(source)).allMatch(of -> of.flow().endSecond() == START);
    assertThat(source.redraws().bounded()).isEqualTo(10);
    assertThat(source.redraws().drawn()).isEqualTo(40);
  }

  @Test
  void indifferentNetworksCostTheLogarithmsOfTheirClasses() throws IOException {
    // Given a peer that comes twice
    Flow flow = flow(START + 7_200);
    StanBaseline baseline = new StanBaseline(model(SmallStan.indifferent()), 10);
    // When
    Map<Attribute, Double> nats = baseline.nats(HOST, List.of(flow, flow), START);
    // Then ports are 443, alone in its class, and 50,000, one of a hundred; the peer costs an octet
    // when it is new and four when it is not
    assertThat(nats)
        .containsOnlyKeys(
            Attribute.GAP,
            Attribute.DIRECTION,
            Attribute.PROTOCOL,
            Attribute.HOST_PORT,
            Attribute.PEER_PORT,
            Attribute.PEER_OCTET,
            Attribute.PACKETS,
            Attribute.BYTES,
            Attribute.DURATION);
    assertThat(nats.get(Attribute.DIRECTION)).isCloseTo(2 * Math.log(2), within(1e-5));
    assertThat(nats.get(Attribute.PROTOCOL)).isCloseTo(2 * Math.log(3), within(1e-5));
    assertThat(nats.get(Attribute.HOST_PORT)).isCloseTo(2 * Math.log(167_000), within(1e-5));
    assertThat(nats.get(Attribute.PEER_PORT)).isCloseTo(2 * Math.log(1_670), within(1e-5));
    assertThat(nats.get(Attribute.PEER_OCTET)).isCloseTo(5 * LN_OCTET, within(1e-5));
  }

  @Test
  void aSampleStandsForAllFlows() throws IOException {
    StanModel model = model(SmallStan.indifferent());
    FlowTable table = SmallTraffic.of(1, 4, 400).table("recorded");
    StanCosts costs = StanCosts.of(model, table, 400, 3);
    // Then healthy: 400 of 1,600, deviation 17; broken: all or none; bars: 5 deviations
    assertThat(java.util.Arrays.stream(costs.flows()).sum()).isBetween(315L, 485L);
    for (int host = 0; host < 4; host++) {
      double[] directions = java.util.Objects.requireNonNull(costs.nats().get(Attribute.DIRECTION));
      assertThat(directions[host]).isCloseTo(costs.flows()[host] * Math.log(2), within(1e-3));
    }
  }

  @Test
  void thePeersBeforeTheLast64AreForgotten() {
    LastPeers peers = new LastPeers();
    for (int peer = 1; peer <= 64; peer++) {
      assertThat(peers.use(peer)).isFalse();
    }
    assertThat(peers.use(1)).isTrue();
    // 2 is the one used longest ago
    assertThat(peers.use(65)).isFalse();
    assertThat(peers.use(1)).isTrue();
    assertThat(peers.use(3)).isTrue();
    assertThat(peers.use(2)).isFalse();
  }

  private static Flow flow(long second) {
    return new Flow(
        second, 0, HOST, Ipv4.parse("8.8.4.4"), 50_000, 443, 6, 16, 0, 0, 1, 40, "background");
  }
}
