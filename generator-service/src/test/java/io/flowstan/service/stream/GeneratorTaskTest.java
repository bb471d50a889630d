package io.flowstan.service.stream;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static org.assertj.core.api.Assertions.tuple;
import static org.assertj.core.api.Assertions.within;

import io.flowstan.avro.AckOutcome;
import io.flowstan.avro.ClockCommand;
import io.flowstan.avro.ControlAck;
import io.flowstan.avro.ControlCommand;
import io.flowstan.avro.HostAssignment;
import io.flowstan.engine.FakeHostStreams;
import io.flowstan.engine.HostSpec;
import io.flowstan.engine.HostStreams;
import io.flowstan.flow.HostFlow;
import io.flowstan.model.ExecutionProvider;
import io.flowstan.reference.ReferenceHistograms;
import io.flowstan.service.clock.ClockState;
import io.flowstan.service.clock.Pace;
import io.flowstan.service.control.Command;
import io.flowstan.service.control.CommandLedger;
import io.flowstan.service.metrics.ServiceMeters;
import io.flowstan.service.population.AssignedHost;
import io.flowstan.service.population.Population;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
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
  private final SimpleMeterRegistry registry = new SimpleMeterRegistry();
  private final ServiceMeters meters = new ServiceMeters(registry);
  private final List<ControlAck> acks = new ArrayList<>();
  private final List<HostAssignment> assignments = new ArrayList<>();
  private long lateFlows;
  private long nanos;
  private long nanosPerFlow;
  private long startedAt = WALL;
  private double share = 1;
  private ExecutionProvider provider = ExecutionProvider.CPU;

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

  @Test
  void slowFlowsAreAskedForNoFasterThanTheyCome() {
    // Given an engine that takes a millisecond for each flow, with hundreds of them due
    nanosPerFlow = 1_000_000;
    try (GeneratorTask task = task(new Pace.Speed(60))) {
      task.assign(spec(1));
      task.advance(WALL, BUDGET_NANOS);
      task.advance(WALL + 1_000, BUDGET_NANOS);
      assertThat(sent).hasSizeGreaterThan(30);
      int before = sent.size();

      // When there are 20 ms for them
      task.advance(WALL + 60_000, 20 * nanosPerFlow);

      // Then it gives way after 20
      assertThat(sent).hasSize(before + 20);
    }
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
    startedAt = WALL + 1_000_000;
    try (GeneratorTask next = task(new Pace.Rate(1_000))) {
      next.advance(WALL + 1_000_100, BUDGET_NANOS);
    }

    // Then its successor says what would have come next
    assertThat(sent).startsWith(sent.get(0)).isEqualTo(flowsOf(sent.size()));
    assertThat(whole.get(0)).isEqualTo(sent.get(0));
  }

  @Test
  void whatIsSentIsComparedWithTheBundlesReference() {
    try (GeneratorTask task = task(new Pace.Speed(600))) {
      // When 20 minutes of simulated time are sent
      task.assign(spec(1));
      task.advance(WALL, BUDGET_NANOS);
      task.advance(WALL + 2_000, BUDGET_NANOS);

      // Then
      assertThat(sent).hasSizeGreaterThan(100);
      assertThat(registry.get("flowstan.fidelity.flows").gauge().value()).isEqualTo(sent.size());
      // the engine without a model has every flow's ToS 0, the reference another
      assertThat(
              registry
                  .get("flowstan.fidelity.divergence")
                  .tags("bundle", "default", "attribute", "tos")
                  .gauge()
                  .value())
          .isCloseTo(Math.log(2), within(1e-12));
    }
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
      task.assign(new AssignedHost(new HostSpec(HOST + 1, 1, START + 3_600_000)));
      task.advance(WALL, BUDGET_NANOS);
      store.puts = 0;

      task.advance(WALL + 1_000, BUDGET_NANOS);
      task.advance(WALL + 2_000, BUDGET_NANOS);
      task.beforeCommit();
      task.beforeCommit();
    }

    assertThat(store.puts).isEqualTo(1);
    assertThat(store.positionPuts).isZero();
  }

  @Test
  void betweenStatesOnlyPositionsAreWritten() {
    try (GeneratorTask task = task(new Pace.Rate(1_000))) {
      task.assign(spec(1));
      task.advance(WALL, BUDGET_NANOS);
      store.puts = 0;

      // When ten flows are sent before each of four commits
      List<Integer> states = new ArrayList<>();
      for (int commit = 1; commit <= 4; commit++) {
        task.advance(WALL + 10L * commit, BUDGET_NANOS);
        task.beforeCommit();
        states.add(store.puts);
      }

      // Then the last one alone has more than a state's worth behind it
      assertThat(states).containsExactly(0, 0, 0, 1);
      assertThat(store.positionPuts).isEqualTo(3);
    }
  }

  @Test
  void aRefusedAssignmentLeavesTheHostAsItWasAlsoAfterARestart() {
    // Given a host whose other assignment the engine refuses
    GeneratorTask first = task(new Pace.Rate(1_000));
    first.assign(spec(1));
    first.advance(WALL, BUDGET_NANOS);
    first.advance(WALL + 10, BUDGET_NANOS);
    AssignedHost refused = new AssignedHost(new HostSpec(HOST, 1, START, new float[] {1}));
    assertThatIllegalArgumentException()
        .isThrownBy(() -> first.assign(refused))
        .withMessageContaining("profile");
    first.advance(WALL + 20, BUDGET_NANOS);
    first.beforeCommit();

    // When its task starts again
    startedAt = WALL + 1_000_000;
    try (GeneratorTask next = task(new Pace.Rate(1_000))) {
      next.advance(WALL + 1_000_010, BUDGET_NANOS);
    }

    // Then it goes on
    assertThat(sent).hasSizeGreaterThan(20).isEqualTo(flowsOf(sent.size()));
  }

  @Test
  void aHostThatComesBackGoesOnWhereItWasRemoved() {
    try (GeneratorTask task = task(new Pace.Rate(1_000))) {
      task.assign(spec(1));
      task.advance(WALL, BUDGET_NANOS);
      task.advance(WALL + 5, BUDGET_NANOS);
      task.beforeCommit();
      task.advance(WALL + 10, BUDGET_NANOS);
      task.remove(HOST);
      task.beforeCommit();
      task.assign(spec(1));
      task.advance(WALL + 20, BUDGET_NANOS);
    }

    assertThat(sent).isEqualTo(flowsOf(20));
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
  void backfillIsNotLateButWhatADowntimeHeldUpIsAndIsFlagged() {
    // Given a task in real time whose host began ten minutes ago
    GeneratorTask task = task(new Pace.Realtime());
    task.assign(new AssignedHost(new HostSpec(HOST, 1, WALL - 600_000)));
    task.advance(WALL, BUDGET_NANOS);
    task.beforeCommit();
    // a flow a second for ten minutes, on average
    assertThat(sent).hasSizeBetween(400, 800);
    assertThat(lateFlows).isZero();
    int backfill = sent.size();

    // When it is away for ten minutes
    startedAt = WALL + 600_000;
    try (GeneratorTask next = task(new Pace.Realtime())) {
      next.advance(WALL + 600_000, BUDGET_NANOS);
    }

    // Then what fell due meanwhile goes out at once, flagged
    assertThat(sent.size() - backfill).isBetween(400, 800);
    assertThat(lateFlows).isGreaterThan(sent.size() - backfill - 20);
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
  void commandsBeforeTheFirstHostAreObeyedWhenItComesAlsoAfterARestart() {
    GeneratorTask first = task(new Pace.Max());
    first.obey(command(1, ClockCommand.PAUSE), WALL);
    first.beforeCommit();
    try (GeneratorTask task = task(new Pace.Max())) {
      task.assign(spec(1));

      assertThat(task.advance(WALL, BUDGET_NANOS)).isZero();
    }
  }

  @Test
  void aCommandIsObeyedOnceAndARepeatedOneIsAnsweredAsTheFirstTime() {
    try (GeneratorTask task = task(new Pace.Speed(60))) {
      assertThat(task.obey(command(5, ClockCommand.PAUSE), WALL)).isTrue();
      assertThat(task.obey(command(6, ClockCommand.RESUME), WALL)).isTrue();
      assertThat(task.obey(command(5, ClockCommand.PAUSE), WALL)).isTrue();
      assertThat(task.obey(command(4, ClockCommand.PAUSE), WALL)).isFalse();
      task.assign(spec(1));

      task.advance(WALL, BUDGET_NANOS);
      assertThat(task.advance(WALL + 10_000, BUDGET_NANOS)).isPositive();
    }
    assertThat(acks)
        .extracting(ControlAck::getId, ControlAck::getOutcome)
        .containsExactly(
            tuple(5L, AckOutcome.APPLIED),
            tuple(6L, AckOutcome.APPLIED),
            tuple(5L, AckOutcome.APPLIED),
            tuple(4L, AckOutcome.REFUSED));
    assertThat(acks.get(3).getReason()).contains("not above 6");
  }

  @Test
  void timedCommandsHoldAtTheirSimulatedTimeInTheirOrderAlsoAfterARestart() {
    // Given commands for two simulated times, the later one given first
    GeneratorTask first = task(new Pace.Max());
    first.assign(spec(1));
    first.obey(Command.of(timed(1, ClockCommand.PAUSE, START + 120_000)), WALL);
    ControlCommand slow = timed(2, ClockCommand.SPEED, START + 60_000);
    slow.setValue(2.0);
    first.obey(Command.of(slow), WALL);
    first.beforeCommit();

    // When a successor runs
    try (GeneratorTask task = task(new Pace.Max())) {
      task.advance(WALL, BUDGET_NANOS);

      // Then it is fast for a minute, then slow, then stands still
      assertThat(sent.get(sent.size() - 1).dueMs()).isBetween(START + 50_000, START + 60_000);
      task.advance(WALL + 15_000, BUDGET_NANOS);
      assertThat(sent.get(sent.size() - 1).dueMs()).isBetween(START + 80_000, START + 90_000);
      task.advance(WALL + 600_000, BUDGET_NANOS);
    }
    assertThat(sent).allMatch(flow -> flow.dueMs() <= START + 120_000);
    assertThat(sent.get(sent.size() - 1).dueMs()).isGreaterThan(START + 110_000);
    assertThat(acks)
        .extracting(ControlAck::getId, ControlAck::getOutcome)
        .containsExactly(
            tuple(1L, AckOutcome.SCHEDULED),
            tuple(2L, AckOutcome.SCHEDULED),
            tuple(2L, AckOutcome.APPLIED),
            tuple(1L, AckOutcome.APPLIED));
  }

  @Test
  void hostsComeAndGoByCommandAndTheHostsTopicIsTold() {
    try (GeneratorTask task = task(new Pace.Max())) {
      ControlCommand add = record(1, ClockCommand.ADD_HOSTS);
      add.setHosts(List.of("10.0.0.1", "10.0.0.2"));
      add.setStart(Instant.ofEpochMilli(START));
      task.obey(Command.of(add), WALL);
      assertThat(task.size()).isEqualTo(2);

      ControlCommand remove = record(2, ClockCommand.REMOVE_HOSTS);
      remove.setHosts(List.of("10.0.0.2"));
      task.obey(Command.of(remove), WALL);
      ControlCommand unknown = record(3, ClockCommand.REMOVE_HOSTS);
      unknown.setHosts(List.of("10.0.0.1", "10.0.0.9"));
      task.obey(Command.of(unknown), WALL);

      assertThat(task.size()).isEqualTo(1);
    }
    assertThat(assignments)
        .extracting(HostAssignment::getAddress, HostAssignment::getRemoved)
        .containsExactly(
            tuple("10.0.0.1", false), tuple("10.0.0.2", false), tuple("10.0.0.2", true));
    assertThat(acks.get(2).getOutcome()).isEqualTo(AckOutcome.REFUSED);
    assertThat(acks.get(2).getReason()).contains("10.0.0.9 is not simulated");
  }

  @Test
  void aSwapOfBundlesHoldsAtItsTimeUnderTheSameSequence() {
    // Given hosts of two bundles
    try (GeneratorTask task = task(new Pace.Max())) {
      task.assign(spec(1));
      task.assign(new AssignedHost(new HostSpec(HOST + 1, 1, START), "other"));
      ControlCommand swap = timed(1, ClockCommand.SWAP_BUNDLE, START + 60_000);
      swap.setFrom("default");
      swap.setBundle("other");

      // When one is swapped after a simulated minute
      task.obey(Command.of(swap), WALL);
      task.obey(Command.of(timed(2, ClockCommand.PAUSE, START + 120_000)), WALL);
      task.advance(WALL, BUDGET_NANOS);
    }

    // Then it is silent from then on no longer than its new bundle makes it, and counts on
    List<HostFlow> swapped = sent.stream().filter(flow -> flow.host() == HOST).toList();
    assertThat(swapped)
        .extracting(HostFlow::sequence)
        .containsExactlyElementsOf(numbers(swapped.size()));
    assertThat(swapped.get(swapped.size() - 1).dueMs()).isGreaterThan(START + 110_000);
    assertThat(assignments).extracting(HostAssignment::getBundle).containsExactly("other");
    // and the engines were never far apart
    long last = 0;
    for (HostFlow flow : sent) {
      assertThat(flow.dueMs()).isGreaterThan(last - 2_000);
      last = Math.max(last, flow.dueMs());
    }
  }

  @Test
  void anUnknownBundleIsRefusedWithTheOnesThereAre() {
    try (GeneratorTask task = task(new Pace.Max())) {
      assertThatIllegalArgumentException()
          .isThrownBy(() -> task.assign(new AssignedHost(spec(1).spec(), "none")))
          .withMessageContaining("\"none\"");
      ControlCommand swap = record(1, ClockCommand.SWAP_BUNDLE);
      swap.setBundle("none");
      assertThat(task.obey(Command.of(swap), WALL)).isFalse();
    }
  }

  @Test
  void storedHostsThatTheBundleDoesNotFitStopTheTaskWithTheReason() {
    // Given hosts that were stored by an engine of another kind
    HostSpec spec = spec(1).spec();
    store.put(new HostContext(new AssignedHost(spec), false, 0, 7, new byte[] {9, 9}));

    // When a task takes them up
    try (GeneratorTask task = task(new Pace.Speed(60))) {

      // Then it fails, and does not begin them anew
      assertThatIllegalArgumentException()
          .isThrownBy(() -> task.advance(WALL, BUDGET_NANOS))
          .withMessageContaining("10.0.0.1");
    }
  }

  @Test
  void manyHostsAreTakenUpWithinBudgetsAndAllBeforeTheFirstFlow() {
    // Given a hundred stored hosts, and a budget that a look at the time spends
    for (int host = 0; host < 100; host++) {
      store.put(HostContext.fresh(new AssignedHost(new HostSpec(HOST + host, 1, START)), 0));
    }
    try (GeneratorTask task = task(new Pace.Speed(60))) {
      // When it advances a hundred times
      for (int i = 0; i < 100; i++) {
        assertThat(task.advance(WALL + i, -1)).isZero();
      }

      // Then one host is up each time, and flows come after the last
      assertThat(task.size()).isEqualTo(100);
      task.advance(WALL + 200, BUDGET_NANOS);
      assertThat(task.advance(WALL + 2_000, BUDGET_NANOS)).isPositive();
    }
  }

  @Test
  void anotherExecutionProviderIsRefusedUnlessAllowed() {
    GeneratorTask task = task(new Pace.Speed(60));
    task.assign(spec(1));
    task.advance(WALL, BUDGET_NANOS);
    task.beforeCommit();
    provider = ExecutionProvider.CUDA;

    assertThatIllegalStateException()
        .isThrownBy(() -> task(new Pace.Speed(60)))
        .withMessageContaining("drawn on CPU, this instance has CUDA");
    GeneratorSettings settings = new GeneratorSettings(new Pace.Speed(60), Long.MAX_VALUE, 1);
    task(settings.withProviderChange(true)).close();
  }

  @Test
  void aRateIsEvenWithinTheSecond() {
    // Given 10,000 flows a second, a quarter of which is this task's
    share = 0.25;
    Map<Long, Integer> byTenth = new HashMap<>();
    try (GeneratorTask task = task(new Pace.Rate(10_000))) {
      for (int host = 0; host < 100; host++) {
        task.assign(new AssignedHost(new HostSpec(HOST + host, 1, START)));
      }

      // When it runs for ten seconds, every 5 ms
      for (long ms = 0; ms < 10_000; ms += 5) {
        byTenth.merge(ms / 100, task.advance(WALL + ms, BUDGET_NANOS), Integer::sum);
      }
    }

    // Then no tenth of a second has more or less: 0 where a rate is cut evenly, 1 where flows came
    // at random, 250 and more where a second's flows leave at once. The first begins with nothing
    // owed.
    byTenth.remove(0L);
    double mean = byTenth.values().stream().mapToInt(n -> n).average().orElseThrow();
    double variance =
        byTenth.values().stream().mapToDouble(n -> (n - mean) * (n - mean)).sum()
            / (byTenth.size() - 1);
    assertThat(mean).isBetween(249.5, 250.5);
    assertThat(variance / mean).isLessThan(0.1);
  }

  private static AssignedHost spec(long seed) {
    return new AssignedHost(new HostSpec(HOST, seed, START));
  }

  private static ControlCommand record(long id, ClockCommand command) {
    return ControlCommand.newBuilder().setId(id).setCommand(command).build();
  }

  private static Command command(long id, ClockCommand command) {
    return Command.of(record(id, command));
  }

  private static ControlCommand timed(long id, ClockCommand command, long effectiveMs) {
    ControlCommand record = record(id, command);
    record.setEffective(Instant.ofEpochMilli(effectiveMs));
    return record;
  }

  private static List<HostFlow> flowsOf(int count) {
    List<HostFlow> flows = new ArrayList<>();
    try (FakeHostStreams engine = new FakeHostStreams(1_000)) {
      engine.add(spec(1).spec());
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
        0,
        engines(),
        store,
        settings,
        population(),
        output(),
        meters,
        tally,
        startedAt,
        () -> nanos);
  }

  private EngineFactory engines() {
    return new EngineFactory() {
      @Override
      public HostStreams open(@Nullable String bundle) {
        requireBundle(bundle);
        return new FakeHostStreams(bundle == null ? 1_000 : 300) {
          @Override
          public void add(HostSpec spec) {
            if (spec.profile() != null) {
              throw new IllegalArgumentException("this engine's hosts have no profile");
            }
            super.add(spec);
          }

          @Override
          public ReferenceHistograms reference() {
            return new ReferenceHistograms(Map.of("tos", Map.of("8", 10L)));
          }

          @Override
          public ExecutionProvider provider() {
            return provider;
          }
        };
      }

      @Override
      public void requireBundle(@Nullable String bundle) {
        if (bundle != null && !bundle.equals("other")) {
          throw new IllegalArgumentException("bundle \"" + bundle + "\": expected other");
        }
      }
    };
  }

  private Population population() {
    return new Population() {
      @Override
      public int hosts(int partition) {
        return 1;
      }

      @Override
      public double share(int partition) {
        return share;
      }

      @Override
      public boolean contains(int address) {
        return true;
      }
    };
  }

  private TaskOutput output() {
    return new TaskOutput() {
      @Override
      public void flow(HostFlow flow, byte[] key, long wallMs, long lateMs) {
        sent.add(flow);
        nanos += nanosPerFlow;
        lateFlows += lateMs > 0 ? 1 : 0;
      }

      @Override
      public void assignment(HostAssignment assignment, long wallMs) {
        assignments.add(assignment);
      }

      @Override
      public void ack(ControlAck ack, long wallMs) {
        acks.add(ack);
      }
    };
  }

  /** A store in memory, through the bytes that the real one would hold. */
  private static final class MemoryStore implements ContextStore {
    private final Map<Integer, byte[]> contexts = new HashMap<>();
    private byte @Nullable [] clock;
    private byte @Nullable [] commands;
    private final Map<Integer, byte[]> pages = new HashMap<>();
    private int puts;
    private int positionPuts;

    @Override
    public @Nullable HostContext get(int address) {
      byte[] bytes = contexts.get(address);
      return bytes == null ? null : atPosition(bytes);
    }

    private HostContext atPosition(byte[] bytes) {
      HostContext context = HostContext.fromBytes(bytes);
      int address = context.host().spec().address();
      byte[] page = pages.getOrDefault(HostPositions.page(address), new byte[0]);
      return context.at(HostPositions.fromBytes(page).getOrDefault(address, 0L));
    }

    @Override
    public void putPositions(int page, byte[] positions) {
      positionPuts++;
      pages.put(page, positions);
    }

    @Override
    public void put(HostContext context) {
      puts++;
      contexts.put(context.host().spec().address(), context.toBytes());
    }

    @Override
    public Contexts all() {
      Iterator<byte[]> all = new ArrayList<>(contexts.values()).iterator();
      return new Contexts() {
        @Override
        public boolean hasNext() {
          return all.hasNext();
        }

        @Override
        public HostContext next() {
          return atPosition(all.next());
        }

        @Override
        public void close() {}
      };
    }

    @Override
    public @Nullable ClockState clock() {
      return clock == null ? null : ClockState.fromBytes(clock);
    }

    @Override
    public void putClock(ClockState state) {
      clock = state.toBytes();
    }

    @Override
    public CommandLedger commands() {
      byte[] bytes = commands;
      return bytes == null ? new CommandLedger() : CommandLedger.fromBytes(bytes);
    }

    @Override
    public void putCommands(CommandLedger ledger) {
      commands = ledger.toBytes();
    }
  }
}
