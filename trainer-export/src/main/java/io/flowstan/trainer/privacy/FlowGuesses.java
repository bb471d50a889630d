package io.flowstan.trainer.privacy;

import io.flowstan.flow.Flow;
import io.flowstan.trainer.privacy.attack.DensityRatio;
import io.flowstan.trainer.privacy.attack.Guess;
import io.flowstan.trainer.privacy.shadow.ShadowResults;
import io.flowstan.trainer.table.FlowTable;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;

/** Guesses from made flows alone, against flows that shadow models made. */
final class FlowGuesses {
  private final FlowTable hosts;
  private final List<FlowTable> samples;
  private final long seed;

  /**
   * @param hosts the flows of the hosts whose membership is guessed
   * @param samples flows that the shadow models made, by model
   */
  FlowGuesses(FlowTable hosts, List<FlowTable> samples, long seed) {
    this.hosts = hosts;
    this.samples = List.copyOf(samples);
    this.seed = seed;
  }

  /** The sample of shadow {@code model} as the target, those of its references beside it. */
  List<Guess> onShadow(int model, Predicate<Integer> members) {
    List<FlowTable> references =
        ShadowResults.references(samples.size(), model).stream().map(samples::get).toList();
    return guesses(samples.get(model), references, hosts, members);
  }

  /** Any flows as the target, the samples of all shadows as the reference. */
  List<Guess> on(FlowTable target, Predicate<Integer> members) {
    return guesses(target, samples, hosts, members);
  }

  /** The same, where only the first {@code flows} of each host may have been learned. */
  List<Guess> onFirst(int flows, FlowTable target, Predicate<Integer> members) {
    Map<Integer, List<Flow>> first = new LinkedHashMap<>();
    hosts
        .byHost()
        .forEach((host, all) -> first.put(host, all.subList(0, Math.min(flows, all.size()))));
    return guesses(
        target,
        samples,
        new FlowTable(hosts.title(), hosts.startSecond(), hosts.days(), first),
        members);
  }

  private List<Guess> guesses(
      FlowTable target, List<FlowTable> reference, FlowTable asked, Predicate<Integer> members) {
    DensityRatio ratio = DensityRatio.learn(target, reference, seed);
    double[] scores = ratio.scores(asked.byHost(), asked.startSecond());
    List<Guess> guesses = new ArrayList<>();
    int at = 0;
    for (int host : asked.byHost().keySet()) {
      double score = scores[at++];
      if (!Double.isNaN(score)) {
        guesses.add(new Guess(host, members.test(host), score));
      }
    }
    return guesses;
  }
}
