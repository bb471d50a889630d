package io.flowstan.trainer.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.flowstan.engine.BatchTimer;
import io.flowstan.engine.EngineModel;
import io.flowstan.engine.HostShards;
import io.flowstan.engine.HostSpec;
import io.flowstan.engine.HostStreams;
import io.flowstan.flow.HostFlow;
import io.flowstan.flow.Network;
import io.flowstan.trainer.network.TinyModel;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The engine on a tiny bundle: what a host says depends on its assignment alone. */
class EngineStreamsTest {
  private static final Network HOSTS = Network.parse("10.0.0.0/8");
  private static final long START_MS = 1_460_332_800_000L;
  private static final long NEVER = Long.MAX_VALUE / 2;
  private static final int ONE = HOSTS.address(1_001);

  @TempDir private Path folder;
  private final EngineModel model;

  EngineStreamsTest(@TempDir Path other) throws IOException {
    model = EngineModel.of(TinyModel.bundle(other, TinyModel.weights(1, 1)));
  }

  @Test
  void sequenceHasNoGapAndTimeNeverDecreases() throws IOException {
    try (HostStreams engine = engine(1, 1)) {
      List<HostFlow> flows = drain(engine, 500, NEVER);

      for (int i = 0; i < flows.size(); i++) {
        HostFlow sent = flows.get(i);
        assertThat(sent.sequence()).isEqualTo(i);
        assertThat(Math.floorDiv(sent.dueMs(), 1_000)).isEqualTo(sent.flow().endSecond());
        assertThat(sent.dueMs())
            .isGreaterThanOrEqualTo(i == 0 ? START_MS : flows.get(i - 1).dueMs());
      }
      assertThat(engine.nextSequence(ONE)).isEqualTo(500);
    }
  }

  @Test
  void everyBatchIsToldWithItsHosts() throws IOException {
    // Given
    AtomicInteger batches = new AtomicInteger();
    AtomicInteger drawn = new AtomicInteger();
    try (HostStreams engine = engine(50, 2)) {
      engine.tell(
          new BatchTimer() {
            @Override
            public long begin() {
              return batches.incrementAndGet();
            }

            @Override
            public void end(long begun, int hosts) {
              drawn.addAndGet(hosts);
            }
          });
      // When
      engine.advance(NEVER, 300, sent -> {});
    }
    // Then each flow was drawn, and for each host the one that is next
    assertThat(drawn).hasValue(300 + 50);
    assertThat(batches.get()).isBetween(2, 350);
  }

  @Test
  void chunksThreadsAndNeighboursChangeNothing() throws IOException {
    List<HostFlow> alone;
    try (HostStreams engine = engine(1, 1)) {
      alone = drain(engine, 120, NEVER);
    }
    long until = alone.get(119).dueMs();
    for (int threads = 1; threads <= 2; threads++) {
      try (HostStreams engine = engine(50, threads)) {
        List<HostFlow> among = new ArrayList<>();
        // by small numbers and by small times in turn
        for (int call = 0; among.size() < 120; call++) {
          long due = engine.nextDueMs();
          engine.advance(
              call % 2 == 0 ? NEVER : Math.min(until, due + 700),
              call % 2 == 0 ? 37 : 1_000,
              sent -> {
                if (sent.host() == ONE) {
                  among.add(sent);
                }
              });
        }
        assertThat(among.subList(0, 120)).as("%d threads", threads).isEqualTo(alone);
      }
    }
  }

  @Test
  void aHostRestoredAfterAnyStepGoesOnTheSame() throws IOException {
    List<HostFlow> whole;
    try (HostStreams engine = engine(1, 1)) {
      whole = drain(engine, 230, NEVER);
    }
    try (HostStreams engine = engine(1, 1);
        HostStreams restored = HostShards.open(model, HOSTS, 1)) {
      for (int step = 1; step <= 200; step++) {
        drain(engine, 1, NEVER);
        byte[] state = engine.state(ONE);
        restored.restore(spec(1, 0), state);
        assertThat(restored.state(ONE)).isEqualTo(state);
        assertThat(drain(restored, 30, NEVER))
            .as("restored after %d flows", step)
            .isEqualTo(whole.subList(step, step + 30));
        assertThat(restored.remove(ONE)).isTrue();
      }
    }
  }

  @Test
  void noHostIsFurtherAheadOfAnotherThanTheSpan() throws IOException {
    long spanMs = 60_000;
    List<Long> beyondOnes = new ArrayList<>();
    try (HostStreams engine = engine(20, 1);
        HostStreams freely = engine(20, 1)) {
      for (int call = 0; call < 100; call++) {
        List<Long> dueMs = new ArrayList<>();
        engine.advance(NEVER, spanMs, 50, flow -> dueMs.add(flow.dueMs()));
        long slowestMs = engine.nextDueMs();
        assertThat(dueMs).hasSize(50).allMatch(due -> due <= slowestMs + spanMs);

        // without a span quiet hosts run ahead
        List<Long> free = new ArrayList<>();
        freely.advance(NEVER, 50, flow -> free.add(flow.dueMs()));
        long slowestFree = freely.nextDueMs();
        free.stream().filter(due -> due > slowestFree + spanMs).forEach(beyondOnes::add);
      }
    }
    assertThat(beyondOnes).isNotEmpty();
  }

  @Test
  void skippedFlowsAreDrawnAgainAndNotHandedOutAgain() throws IOException {
    List<HostFlow> whole;
    byte[] tenth;
    try (HostStreams engine = engine(1, 1)) {
      whole = drain(engine, 10, NEVER);
      tenth = engine.state(ONE);
      whole.addAll(drain(engine, 70, NEVER));
    }
    for (boolean piecemeal : new boolean[] {true, false}) {
      // Given a host whose state is older than what it has sent, and a new one, beside another
      try (HostStreams engine = HostShards.open(model, HOSTS, 1)) {
        engine.add(spec(1, 1));
        engine.restore(spec(1, 0), tenth);
        engine.skipTo(ONE, 50);
        assertThat(engine.nextSequence(ONE)).isEqualTo(50);
        int pieces = 0;
        while (piecemeal && !engine.catchUp(7)) {
          pieces++;
        }
        assertThat(pieces).isEqualTo(piecemeal ? 5 : 0);

        assertThat(flowsOfOne(engine, 30)).isEqualTo(whole.subList(50, 80));
      }
      try (HostStreams engine = HostShards.open(model, HOSTS, 1)) {
        engine.add(spec(1, 0));
        engine.skipTo(ONE, 20);
        assertThat(flowsOfOne(engine, 30)).isEqualTo(whole.subList(20, 50));
        assertThat(engine.remove(ONE)).isTrue();
      }
    }
  }

  @Test
  void drawnFlowsThatWereNotSentAreDrawnAgain() throws IOException {
    try (HostStreams engine = engine(1, 1)) {
      drain(engine, 10, NEVER);
      byte[] before = engine.state(ONE);
      long due = engine.nextDueMs();

      assertThat(engine.advance(due - 1, 100, sent -> {})).isZero();

      assertThat(engine.state(ONE)).isEqualTo(before);
      assertThat(engine.nextDueMs()).isEqualTo(due);
    }
  }

  @Test
  void flowsAreHandedOutUpToTheTimeAskedForInOrder() throws IOException {
    try (HostStreams engine = engine(50, 1)) {
      long until = START_MS + 20_000;
      List<HostFlow> flows = drain(engine, Integer.MAX_VALUE, until);

      assertThat(flows).isNotEmpty().allMatch(sent -> sent.dueMs() <= until);
      assertThat(engine.nextDueMs()).isGreaterThan(until);
      assertThat(drain(engine, 100, until)).isEmpty();
    }
  }

  @Test
  void seedsAndHostsDiffer() throws IOException {
    try (HostStreams engine = engine(1, 1);
        HostStreams other = HostShards.open(model, HOSTS, 1)) {
      other.add(new HostSpec(ONE, 2, START_MS));
      List<HostFlow> one = drain(engine, 50, NEVER);
      List<HostFlow> two = drain(other, 50, NEVER);

      assertThat(Collections.disjoint(one, two)).isTrue();
    }
  }

  @Test
  void hostsComeAndGo() throws IOException {
    try (HostStreams engine = engine(3, 1)) {
      drain(engine, 30, NEVER);

      assertThat(engine.remove(ONE)).isTrue();
      assertThat(engine.remove(ONE)).isFalse();
      assertThat(engine.contains(ONE)).isFalse();
      assertThat(engine.size()).isEqualTo(2);
      assertThat(drain(engine, 100, NEVER)).noneMatch(sent -> sent.host() == ONE);
      assertThatThrownBy(() -> engine.state(ONE))
          .hasMessage("host 10.0.3.233 is not simulated here: add it first");

      engine.add(spec(1, 0));
      assertThatThrownBy(() -> engine.add(spec(1, 0)))
          .hasMessage("host 10.0.3.233 is simulated already: remove it first");
      assertThat(engine.nextSequence(ONE)).isZero();
    }
  }

  @Test
  void anEngineWithoutHostsHasNothingDue() throws IOException {
    try (HostStreams engine = HostShards.open(model, HOSTS, 2)) {
      assertThat(engine.nextDueMs()).isEqualTo(Long.MAX_VALUE);
      assertThat(engine.advance(NEVER, 10, sent -> {})).isZero();
    }
  }

  @Test
  void aStateOfAnotherBundleHostSeedOrVersionIsRefused() throws IOException {
    EngineModel another = EngineModel.of(TinyModel.bundle(folder, TinyModel.weights(2, 1)));
    try (HostStreams engine = engine(1, 1);
        HostStreams other = HostShards.open(another, HOSTS, 1);
        HostStreams same = HostShards.open(model, HOSTS, 1)) {
      drain(engine, 5, NEVER);
      byte[] state = engine.state(ONE);

      assertThatThrownBy(() -> other.restore(spec(1, 0), state))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessageContaining("written with another bundle");
      assertThatThrownBy(() -> same.restore(spec(1, 1), state))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessageContaining("expected host 10.0.3.234, seed 1");
      assertThatThrownBy(() -> same.restore(new HostSpec(ONE, 9, START_MS), state))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessageContaining("seed 1: expected host 10.0.3.233, seed 9");
      state[0] = 8;
      assertThatThrownBy(() -> same.restore(spec(1, 0), state))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessageContaining("version 8, expected 7");
      assertThat(same.size()).isZero();
    }
  }

  @Test
  void aNetworkThatLeavesPeersNoAddressIsRefused() {
    int octet = model.codec().spec().firstOctets().get(0);

    assertThatThrownBy(() -> HostShards.open(model, Network.parse(octet + ".0.0.0/7"), 1))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("peers of the model live in " + octet + ".0.0.0/8");
  }

  @Test
  void aStateCutShortIsRefused() throws IOException {
    try (HostStreams engine = engine(1, 1);
        HostStreams other = HostShards.open(model, HOSTS, 1)) {
      drain(engine, 5, NEVER);
      byte[] state = engine.state(ONE);

      for (int length : new int[] {0, 5, 30, state.length - 1}) {
        assertThatThrownBy(() -> other.restore(spec(1, 0), java.util.Arrays.copyOf(state, length)))
            .as("%d bytes", length)
            .isInstanceOf(IllegalArgumentException.class)
            .hasMessageContaining("state of host 10.0.3.233");
      }
    }
  }

  @Test
  void speedOfATinyModelIsPrinted() throws IOException {
    try (HostStreams engine = engine(256, 1)) {
      drain(engine, 2_000, NEVER);
      long begun = System.nanoTime();
      int flows = engine.advance(NEVER, 10_000, sent -> {});
      System.out.printf("tiny model: %,.0f flows/s%n", flows / ((System.nanoTime() - begun) / 1e9));
      assertThat(flows).isEqualTo(10_000);
    }
  }

  private HostStreams engine(int hosts, int threads) throws IOException {
    HostStreams engine = HostShards.open(model, HOSTS, threads);
    for (int host = 0; host < hosts; host++) {
      engine.add(spec(1, host));
    }
    return engine;
  }

  private static HostSpec spec(long seed, int host) {
    return new HostSpec(ONE + host, seed, START_MS);
  }

  /** The next flows of host {@code ONE}, whatever others have meanwhile. */
  private static List<HostFlow> flowsOfOne(HostStreams engine, int count) {
    List<HostFlow> flows = new ArrayList<>();
    while (flows.size() < count) {
      engine.advance(
          NEVER,
          1,
          flow -> {
            if (flow.host() == ONE) {
              flows.add(flow);
            }
          });
    }
    return flows;
  }

  private static List<HostFlow> drain(HostStreams engine, int most, long untilMs) {
    List<HostFlow> flows = new ArrayList<>();
    engine.advance(untilMs, most, flows::add);
    return flows;
  }
}
