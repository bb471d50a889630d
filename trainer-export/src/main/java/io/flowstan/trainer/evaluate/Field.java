package io.flowstan.trainer.evaluate;

import io.flowstan.engine.EngineModel;
import io.flowstan.trainer.baseline.Baseline;
import io.flowstan.trainer.baseline.Baseline.Population;
import io.flowstan.trainer.metric.Metric;
import io.flowstan.trainer.report.Contestant;
import io.flowstan.trainer.report.Contestant.Role;
import io.flowstan.trainer.table.FlowTable;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** The contenders of an evaluation, put together one by one: the floor, the judged, baselines. */
final class Field {
  private final FlowTable recorded;
  private final int hosts;
  private final int draws;
  private final long seed;
  private final Function<@Nullable FlowTable, List<Metric>> panel;

  /** What all but the floor are compared by; they may all have learned from the same flows. */
  private final List<Metric> metrics;

  private final List<Contender> contenders = new ArrayList<>();
  private final List<String> notes = new ArrayList<>();

  /**
   * @param recorded whose days and start generators take
   * @param training what generators learned from
   * @param hosts of each draw
   * @param draws of each contender
   * @param panel the metrics, given what a contender learned from
   */
  Field(
      FlowTable recorded,
      @Nullable FlowTable training,
      int hosts,
      int draws,
      long seed,
      Function<@Nullable FlowTable, List<Metric>> panel) {
    this.recorded = recorded;
    this.hosts = hosts;
    this.draws = draws;
    this.seed = seed;
    this.panel = panel;
    this.metrics = panel.apply(training);
  }

  /**
   * Adds disjoint sets of training hosts as the floor. They are part of what was learned from, so
   * whether they are copies is asked of the other training hosts.
   */
  void addFloor(FlowTable training) {
    HostPieces cut = HostPieces.cut(training, hosts, draws, seed);
    tellOfFewer("the floor", "training hosts", cut.pieces().size());
    contenders.add(
        new Contender(
            Contestant.FLOOR,
            "other real hosts",
            Role.FLOOR,
            cut.pieces().size(),
            draw -> cut.pieces().get(draw),
            draw -> {
              FlowTable rest = cut.rests().get(draw);
              return panel.apply(rest.hosts() == 0 ? null : rest);
            }));
  }

  /** Adds free runs of {@code model}. */
  void addModel(EngineModel model) {
    FreeRun run = new FreeRun(model, hosts, recorded.startSecond(), recorded.days());
    add(Contestant.MODEL, "model", Role.JUDGED, draws, draw -> run.table(seed + draw));
  }

  /** Adds disjoint sets of hosts of a synthetic table. */
  void addSynthetic(FlowTable synthetic) {
    HostPieces cut = HostPieces.cut(synthetic, hosts, draws, seed);
    tellOfFewer("the synthetic table", "hosts", cut.pieces().size());
    if (synthetic.days() != recorded.days()) {
      notes.add(
          "the synthetic table covers %d days, the recorded one %d: figures that need equal ones"
                  .formatted(synthetic.days(), recorded.days())
              + " are absent, and volumes are not comparable");
    }
    add(
        Contestant.MODEL,
        "synthetic",
        Role.JUDGED,
        cut.pieces().size(),
        draw -> cut.pieces().get(draw));
  }

  /** Adds populations of a fitted baseline. */
  void addBaseline(String key, Baseline baseline) {
    add(
        key,
        key + ", " + baseline.title(),
        Role.BASELINE,
        draws,
        draw ->
            FlowTable.read(
                baseline.title(),
                baseline.generate(
                    new Population(hosts, recorded.startSecond(), recorded.days(), seed + draw)),
                recorded.startSecond(),
                recorded.days()));
  }

  /** Adds STAN's one draw. */
  void addStan(StanRun run) {
    contenders.add(
        new Contender(
            StanRun.KEY,
            StanRun.TITLE,
            Role.BASELINE,
            1,
            draw -> run.table(seed + draw),
            draw -> StanRun.comparable(metrics)));
  }

  private void add(String key, String title, Role role, int count, Contender.Source source) {
    contenders.add(new Contender(key, title, role, count, source, draw -> metrics));
  }

  private void tellOfFewer(String who, String what, int count) {
    if (count < draws) {
      notes.add(
          "%s has %d of %d draws: there are no more disjoint sets of %d %s"
              .formatted(who, count, draws, hosts, what));
    }
  }

  /** The contenders, in the order in which they were added. */
  List<Contender> contenders() {
    return List.copyOf(contenders);
  }

  /** The metrics of all but the floor. */
  List<Metric> metrics() {
    return metrics;
  }

  /** What differs from what was asked for. */
  List<String> notes() {
    return List.copyOf(notes);
  }
}
