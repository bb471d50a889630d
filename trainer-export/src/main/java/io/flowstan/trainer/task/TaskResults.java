package io.flowstan.trainer.task;

import java.util.List;

/**
 * What the tasks say of one synthetic table.
 *
 * @param scores by task; a task that the tables do not allow is absent
 * @param replacement how scores change as synthetic rows take the place of real ones
 */
public record TaskResults(List<TaskScore> scores, List<ReplacementPoint> replacement) {
  public TaskResults {
    scores = List.copyOf(scores);
    replacement = List.copyOf(replacement);
  }

  /**
   * A score after learning from rows of both kinds, of a fixed number together.
   *
   * @param key of the {@link TaskScore.Measure}
   * @param syntheticShare share of the rows that are synthetic, 0 to 1
   * @param value the score on real flows
   */
  public record ReplacementPoint(String key, double syntheticShare, double value) {}
}
