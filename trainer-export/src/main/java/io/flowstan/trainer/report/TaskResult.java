package io.flowstan.trainer.report;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * How well a task is done on the recorded flows after learning from a contender's flows.
 *
 * @param contender key of whose flows were learned from
 * @param real the score after learning from recorded training flows
 * @param synthetic the score after learning from the contender's
 * @param naive the score without learning
 * @param kept share of the gain over naive that is kept; null where there is none to keep
 * @param replacement scores as synthetic rows take the place of real ones; empty for most tasks
 */
public record TaskResult(
    String contender,
    String key,
    String title,
    String unit,
    boolean higherIsBetter,
    double real,
    double synthetic,
    double naive,
    @Nullable Double kept,
    List<Replacement> replacement) {
  public TaskResult {
    replacement = List.copyOf(replacement);
  }

  /**
   * A score after learning from rows of both kinds.
   *
   * @param syntheticShare share of the rows that are synthetic, 0 to 1
   */
  public record Replacement(double syntheticShare, double score) {}
}
