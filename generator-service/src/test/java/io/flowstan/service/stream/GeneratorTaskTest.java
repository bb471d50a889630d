package io.flowstan.service.stream;

import static org.assertj.core.api.Assertions.assertThat;

import io.flowstan.engine.FakeHostStreams;
import io.flowstan.engine.HostSpec;
import io.flowstan.flow.HostFlow;
import io.flowstan.service.clock.ClockOrder;
import io.flowstan.service.clock.ClockState;
import io.flowstan.service.clock.Pace;
import io.flowstan.service.metrics.ServiceMeters;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class GeneratorTaskTest {
  private static final long WALL = 1_700_000_000_000L;
  private static final long START = 1_460_332_800_000L;
  private static final long BUDGET_NANOS = 1_000_000_000;
  private static final int HOST = 0x0A00_0001;

  private final MemoryStore store = new MemoryStore();
  private final List<HostFlow> sent = new ArrayList<>();
  private final FlowTally tally = new FlowTally();
  private final ServiceMeters meters = new ServiceMeters(new SimpleMeterRegistry());
  private long lateFlows;

  @Test
  void flowsGoOutWhenTheyAreDue() {
    try (GeneratorTask task = task(new Pace.Speed(60))) {
      task.assign(spec(1));
      task.advance(WALL, BUDGET_NANOS);
      task.advance(WALL + 10_000, BUDGET_NANOS);
    }

    assertThat(sent).isNotEmpty().allMatch(flow -> flow.dueMs() <= START + 600_000);
    assertThat(START + 600_000 - sent.get(sent.size() - 1).dueMs()).isLessThan(4_000);
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 7, 100})
  void aRestartAtAnyCommitChangesNoFlow(int advances) {
    // Given a task that never stops
    List<HostFlow> whole = flowsOf(100);

    // When another stops after some commits, having sent more than it committed
    GeneratorTask task = task(new Pace.Rate(1_000));
    task.assign(spec(1));
    for (int i = 0; i < advances; i++) {
      task.advance(WALL + i, BUDGET_NANOS);
      task.beforeCommit();
    }
    int committed = sent.size();
    task.advance(WALL + advances, BUDGET_NANOS);
    sent.subList(committed, sent.size()).clear();
    try (GeneratorTask next = task(new Pace.Rate(1_000))) {
      next.resume(WALL + 1_000_000);
      next.advance(WALL + 1_000_100, BUDGET_NANOS);
    }

    // Then its successor says what would have come next
    assertThat(sent).startsWith(sent.get(0)).isEqualTo(flowsOf(sent.size()));
    assertThat(whole.get(0)).isEqualTo(sent.get(0));
  }

  @Test
  void theSameAssignmentAgainChangesNothing() {
    try (GeneratorTask task = task(new Pace.Rate(1_000))) {
      task.assign(spec(1));
      task.advance(WALL, BUDGET_NANOS);
      task.advance(WALL + 10, BUDGET_NANOS);
      task.assign(spec(1));
      task.advance(WALL + 20, BUDGET_NANOS);
    }

    assertThat(sent).isEqualTo(flowsOf(20));
  }

  @Test
  void anotherAssignmentOfAnAddressCountsOn() {
    try (GeneratorTask task = task(new Pace.Rate(1_000))) {
      task.assign(spec(1));
      task.advance(WALL, BUDGET_NANOS);
      task.advance(WALL + 10, BUDGET_NANOS);
      task.remove(HOST);
      task.assign(spec(2));
      task.advance(WALL + 20, BUDGET_NANOS);
    }

    assertThat(sent).extracting(HostFlow::sequence).containsExactlyElementsOf(numbers(20));
    assertThat(sent.get(10).flow()).isNotEqualTo(flowsOf(11).get(10).flow());
  }

  @Test
  void statesAreWrittenOncePerCommitAndOnlyWhereTheyChanged() {
    try (GeneratorTask task = task(new Pace.Speed(60))) {
      task.assign(spec(1));
      task.assign(new HostSpec(HOST + 1, 1, START + 3_600_000));
      task.advance(WALL, BUDGET_NANOS);
      store.puts = 0;

      task.advance(WALL + 1_000, BUDGET_NANOS);
      task.advance(WALL + 2_000, BUDGET_NANOS);
      task.beforeCommit();
      task.beforeCommit();
    }

    assertThat(store.puts).isEqualTo(1);
  }

  @Test
  void flowsCountOnceTheyAreAboutToBeCommitted() {
    try (GeneratorTask task = task(new Pace.Rate(1_000))) {
      task.assign(spec(1));
      task.advance(WALL, BUDGET_NANOS);
      task.advance(WALL + 10, BUDGET_NANOS);
      assertThat(tally.flows()).isZero();
      task.beforeCommit();
      assertThat(tally.flows()).isEqualTo(10);
    }
  }

  @Test
  void theBacklogOfRealTimeIsSentAtOnceAndFlagged() {
    try (GeneratorTask task = task(new Pace.Realtime())) {
      task.assign(new HostSpec(HOST, 1, WALL - 600_000));
      task.advance(WALL, BUDGET_NANOS);
    }

    // a flow a second for ten minutes, on average
    assertThat(sent).hasSizeBetween(400, 800);
    assertThat(lateFlows).isGreaterThan(sent.size() - 20);
  }

  @Test
  void theTaskIsFinishedWhenTheEndIsReached() {
    try (GeneratorTask task = task(new GeneratorSettings(new Pace.Max(), START + 60_000, 1))) {
      task.assign(spec(1));
      task.advance(WALL, BUDGET_NANOS);
      task.beforeCommit();

      assertThat(tally.isFinished()).isTrue();
      assertThat(sent).allMatch(flow -> flow.dueMs() <= START + 60_000);
    }
  }

  @Test
  void ordersBeforeTheFirstHostAreObeyedWhenItComes() {
    try (GeneratorTask task = task(new Pace.Max())) {
      task.order(new ClockOrder(1, null, new ClockOrder.Change.Pause()), WALL);
      task.assign(spec(1));

      assertThat(task.advance(WALL, BUDGET_NANOS)).isZero();
    }
  }

  private static HostSpec spec(long seed) {
    return new HostSpec(HOST, seed, START);
  }

  private static List<HostFlow> flowsOf(int count) {
    List<HostFlow> flows = new ArrayList<>();
    try (FakeHostStreams engine = new FakeHostStreams(1_000)) {
      engine.add(spec(1));
      engine.advance(Long.MAX_VALUE, count, flows::add);
    }
    return flows;
  }

  private static List<Long> numbers(int count) {
    List<Long> numbers = new ArrayList<>();
    for (long i = 0; i < count; i++) {
      numbers.add(i);
    }
    return numbers;
  }

  private GeneratorTask task(Pace pace) {
    return task(new GeneratorSettings(pace, Long.MAX_VALUE, 1));
  }

  private GeneratorTask task(GeneratorSettings settings) {
    return new GeneratorTask(
        new FakeHostStreams(1_000),
        store,
        settings,
        (flow, key, wallMs, lateMs) -> {
          sent.add(flow);
          lateFlows += lateMs > 0 ? 1 : 0;
        },
        meters,
        tally,
        () -> 0);
  }

  /** A store in memory, through the bytes that the real one would hold. */
  private static final class MemoryStore implements ContextStore {
    private final Map<Integer, byte[]> contexts = new HashMap<>();
    private byte @Nullable [] clock;
    private int puts;

    @Override
    public @Nullable HostContext get(int address) {
      byte[] bytes = contexts.get(address);
      return bytes == null ? null : HostContext.fromBytes(bytes);
    }

    @Override
    public void put(HostContext context) {
      puts++;
      contexts.put(context.spec().address(), context.toBytes());
    }

    @Override
    public void forEach(Consumer<HostContext> visitor) {
      contexts.values().forEach(bytes -> visitor.accept(HostContext.fromBytes(bytes)));
    }

    @Override
    public @Nullable ClockState clock() {
      return clock == null ? null : ClockState.fromBytes(clock);
    }

    @Override
    public void putClock(ClockState state) {
      clock = state.toBytes();
    }
  }
}
