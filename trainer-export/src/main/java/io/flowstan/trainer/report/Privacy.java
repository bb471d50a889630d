package io.flowstan.trainer.report;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * How well it can be guessed whose flows were trained on.
 *
 * @param models shadow models
 * @param hosts recorded hosts whose membership was guessed
 * @param canaries hosts that were planted
 * @param attacks attack by attack, target by target
 * @param traces what of the canaries' marks came out again
 * @param verdicts what follows, in words
 */
public record Privacy(
    int models,
    int hosts,
    int canaries,
    List<Attack> attacks,
    List<Trace> traces,
    List<String> verdicts) {
  public Privacy {
    attacks = List.copyOf(attacks);
    traces = List.copyOf(traces);
    verdicts = List.copyOf(verdicts);
  }

  /**
   * One attack on one target.
   *
   * @param hosts different hosts among the guesses
   * @param members guesses on members; several a host where there are several targets
   * @param others guesses on others
   * @param auc 0.5 is chance; of a comparison of distances the share that is nearer to members
   * @param truePositiveRate members found where 5 % of the others are taken for members; null where
   *     the attack has no scores of hosts
   */
  public record Attack(
      String attack,
      String target,
      int hosts,
      int members,
      int others,
      Interval auc,
      @Nullable Interval truePositiveRate) {}

  /**
   * How often a mark of a canary stands in flows that shadow models made.
   *
   * @param what the mark
   * @param planted flows with it, of models that were trained on the canary
   * @param plantedFlows all flows of these models, once for each canary
   * @param absent flows with it, of the other models
   * @param absentFlows all flows of the other models, once for each canary
   */
  public record Trace(
      String what, long planted, long plantedFlows, long absent, long absentFlows) {}
}
