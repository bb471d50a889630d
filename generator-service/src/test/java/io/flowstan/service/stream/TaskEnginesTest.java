package io.flowstan.service.stream;

import static org.assertj.core.api.Assertions.assertThat;

import io.flowstan.engine.BatchTimer;
import io.flowstan.engine.FakeHostStreams;
import io.flowstan.engine.HostSpec;
import io.flowstan.flow.HostFlow;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;

class TaskEnginesTest {
  private static final long START_MS = 1_460_332_800_000L;
  private static final int BUSY = 0x0A00_0001;
  private static final int QUIET = 0x0A00_0002;
  private static final int SPAN_MS = 3_600_000;

  /**
   * Like an engine of batches: all hosts that may step do so once before any steps again. One host
   * has a flow a second on average, the other one in 1,000 s.
   */
  private static final class InTurns extends FakeHostStreams {
    private final List<FakeHostStreams> hosts =
        List.of(new FakeHostStreams(1_000), new FakeHostStreams(1_000_000));

    InTurns() {
      super(1);
      hosts.get(0).add(new HostSpec(BUSY, 7, START_MS));
      hosts.get(1).add(new HostSpec(QUIET, 7, START_MS));
    }

    @Override
    public long nextDueMs() {
      return Math.min(hosts.get(0).nextDueMs(), hosts.get(1).nextDueMs());
    }

    @Override
    public int advance(long untilMs, long spanMs, int maxFlows, Consumer<HostFlow> sink) {
      int flows = 0;
      int before = -1;
      while (flows < maxFlows && flows > before) {
        before = flows;
        long slowestMs = nextDueMs();
        long limitMs = spanMs < untilMs - slowestMs ? slowestMs + spanMs : untilMs;
        for (FakeHostStreams host : hosts) {
          flows += host.advance(limitMs, Math.min(1, maxFlows - flows), sink);
        }
      }
      return flows;
    }
  }

  @Test
  void noHostRunsAheadWhereThePaceSetsNoTarget() {
    Map<Integer, Long> lastMs = new HashMap<>(Map.of(BUSY, START_MS, QUIET, START_MS));
    List<Long> ahead = new ArrayList<>();
    try (TaskEngines engines =
        new TaskEngines(EngineFactory.ofDefault(InTurns::new), BatchTimer.NONE)) {
      for (int call = 0; call < 100; call++) {
        // When flows are asked for, as many as come
        int flows =
            engines.advance(
                Long.MAX_VALUE,
                100,
                flow -> {
                  lastMs.put(flow.host(), flow.dueMs());
                  ahead.add(lastMs.getOrDefault(QUIET, 0L) - lastMs.getOrDefault(BUSY, 0L));
                });
        assertThat(flows).isEqualTo(100);
      }
    }

    // Then the quiet host is never far ahead, and yet at work
    assertThat(ahead).allMatch(ms -> ms <= SPAN_MS + 2_000);
    assertThat(ahead).anyMatch(ms -> ms > 10_000);
  }

  @Test
  void whatIsDueByTheTargetIsHandedOut() {
    try (TaskEngines engines =
        new TaskEngines(EngineFactory.ofDefault(InTurns::new), BatchTimer.NONE)) {
      long untilMs = START_MS + 3_000_000;
      List<HostFlow> flows = new ArrayList<>();

      int count = engines.advance(untilMs, 1_000_000, flows::add);

      assertThat(count).isEqualTo(flows.size()).isBetween(2_500, 3_500);
      assertThat(flows).allMatch(flow -> flow.dueMs() <= untilMs);
      assertThat(engines.advance(untilMs, 1, flows::add)).isZero();
    }
  }
}
