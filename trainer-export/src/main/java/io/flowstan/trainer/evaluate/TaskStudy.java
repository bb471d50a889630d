package io.flowstan.trainer.evaluate;

import io.flowstan.trainer.parallel.Workers;
import io.flowstan.trainer.report.Contestant.Role;
import io.flowstan.trainer.report.TaskResult;
import io.flowstan.trainer.table.FlowTable;
import io.flowstan.trainer.task.TaskResults;
import io.flowstan.trainer.task.TaskScore;
import io.flowstan.trainer.task.TaskSuite;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalDouble;
import java.util.concurrent.Callable;

/** Tasks learned from contenders' flows and tested on recorded ones. */
final class TaskStudy {
  private TaskStudy() {}

  /**
   * The results of the first draw of each of {@code contenders}, in their order; of the floor's
   * second.
   *
   * @param training recorded hosts to learn from for comparison, as many as a draw has
   */
  static List<TaskResult> run(
      FlowTable training,
      FlowTable recorded,
      List<Contender> contenders,
      long seed,
      Workers workers,
      Stopwatch stopwatch,
      Steps steps)
      throws IOException {
    TaskSuite suite = stopwatch.time("tasks", () -> new TaskSuite(training, recorded, seed));
    steps.done("tasks, learned from training hosts");
    List<Callable<List<TaskResult>>> work = new ArrayList<>();
    for (Contender contender : contenders) {
      work.add(
          () -> {
            // the floor's first draw is what the training side learns from
            int draw = contender.role() == Role.FLOOR ? 1 : 0;
            FlowTable table = contender.source().table(draw);
            List<TaskResult> rows =
                rows(contender.key(), stopwatch.time("tasks", () -> suite.run(table)));
            steps.done("tasks, learned from " + contender.title());
            return rows;
          });
    }
    List<TaskResult> rows = new ArrayList<>();
    workers.all(work).forEach(rows::addAll);
    return rows;
  }

  private static List<TaskResult> rows(String contender, TaskResults results) {
    List<TaskResult> rows = new ArrayList<>();
    for (TaskScore score : results.scores()) {
      TaskScore.Measure measure = score.measure();
      OptionalDouble kept = score.kept();
      rows.add(
          new TaskResult(
              contender,
              measure.key(),
              measure.title(),
              measure.unit(),
              measure.higherIsBetter(),
              score.real(),
              score.synthetic(),
              score.naive(),
              kept.isPresent() ? kept.getAsDouble() : null,
              results.replacement().stream()
                  .filter(point -> point.key().equals(measure.key()))
                  .map(point -> new TaskResult.Replacement(point.syntheticShare(), point.value()))
                  .toList()));
    }
    return rows;
  }
}
