package io.flowstan.trainer.model;

import io.flowstan.bundle.Bundle;
import io.flowstan.codec.Head;
import io.flowstan.codec.Memory;
import io.flowstan.engine.EngineModel;
import io.flowstan.profile.ProfileDistribution;
import io.flowstan.score.FlowScorer;
import io.flowstan.score.RecordedHost;
import io.flowstan.score.Score;
import io.flowstan.trainer.data.HostFlows;
import io.flowstan.trainer.data.HostProfiles;
import io.flowstan.trainer.optimise.TrainingException;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * The last check of an export: the exported graphs, fed by the serving side's context, must give
 * the held-out hosts the likelihood that the trainer measured with its own segments. It covers
 * codec, features, graphs and weights at once.
 */
final class ParityCheck {
  /** Largest difference of a head's mean, nats per flow; float32 sums differ by about 1e-5. */
  private static final double TOLERANCE = 1e-3;

  private static final int BATCH = 512;

  private ParityCheck() {}

  /**
   * Compares head by head.
   *
   * @param trained mean nats per flow on {@code validation}, by the heads' titles
   * @throws TrainingException where a head differs by more than the tolerance
   */
  static void require(
      Bundle bundle,
      HostFlows validation,
      ProfileDistribution profiles,
      Memory memory,
      Map<String, Double> trained)
      throws IOException {
    List<RecordedHost> hosts = new ArrayList<>();
    validation
        .byHost()
        .forEach(
            (host, flows) -> {
              double[] natural =
                  HostProfiles.of(host, flows, validation.startSecond(), validation.days())
                      .values()
                      .stream()
                      .mapToDouble(Double::doubleValue)
                      .toArray();
              hosts.add(
                  RecordedHost.of(
                      host, validation.startSecond(), flows, profiles.standardised(natural)));
            });
    try (FlowScorer scorer = FlowScorer.open(EngineModel.of(bundle), BATCH)) {
      Score served = scorer.score(hosts, memory);
      for (Head head : Head.values()) {
        double here = served.natsPerFlow(List.of(head));
        double there = trained.getOrDefault(head.title(), Double.NaN);
        if (!(Math.abs(here - there) <= TOLERANCE)) {
          throw new TrainingException(
              "head "
                  + head.title()
                  + ": the exported graph gives "
                  + here
                  + " nats per flow on the held-out hosts, the trainer gave "
                  + there
                  + ": expected a difference of at most "
                  + TOLERANCE
                  + "; the bundle was not written");
        }
      }
    }
  }
}
