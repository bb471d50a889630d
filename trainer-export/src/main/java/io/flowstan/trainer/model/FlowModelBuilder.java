package io.flowstan.trainer.model;

import io.flowstan.codec.CodecSpec;
import io.flowstan.codec.FlowCodec;
import io.flowstan.codec.Memory;
import io.flowstan.io.HostList;
import io.flowstan.profile.ProfileDistribution;
import io.flowstan.trainer.command.ModelBuilder;
import io.flowstan.trainer.command.PreparedModel;
import io.flowstan.trainer.command.TrainingRequest;
import io.flowstan.trainer.data.HostFlows;
import io.flowstan.trainer.data.HostProfiles;
import io.flowstan.trainer.data.HostSequence;
import io.flowstan.trainer.data.SegmentBatches;
import io.flowstan.trainer.data.SegmentBatches.ContextNoise;
import io.flowstan.trainer.data.Vocabularies;
import io.flowstan.trainer.network.FlowObjective;
import io.flowstan.trainer.network.NetworkShape;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Prepares the product's model from recorded flows: vocabularies, profiles, sequences, network. */
public final class FlowModelBuilder implements ModelBuilder {
  /** Hosts that must show a value for it to get a class of its own. */
  static final int MIN_HOSTS = 5;

  /** Training hides the three-hour context of one segment in ten, and blurs profiles. */
  private static final ContextNoise NOISE = new ContextNoise(0.1, 0.5);

  @Override
  public PreparedModel prepare(TrainingRequest request) throws IOException {
    List<Integer> all = new ArrayList<>(request.hosts().training());
    all.addAll(request.hosts().validation());
    HostFlows data = HostFlows.read(request.flows(), new HostList(all), request.onError());
    HostFlows training = data.of(request.hosts().training());
    HostFlows validation = data.of(request.hosts().validation());

    int minHosts = Math.min(MIN_HOSTS, Math.max(1, training.byHost().size() / 4));
    CodecSpec spec = Vocabularies.of(training, minHosts);
    FlowCodec codec = new FlowCodec(spec);
    ProfileDistribution profiles = HostProfiles.fit(profilesOf(training), request.seed());
    NetworkShape shape = NetworkShape.standard(spec, profiles.size());

    int segments = Math.max(1, request.batch() / SegmentBatches.SEGMENT);
    FlowObjective objective =
        new FlowObjective(
            shape,
            new SegmentBatches(
                sequences(codec, training, profiles, request.memory()), segments, NOISE),
            new SegmentBatches(
                sequences(codec, validation, profiles, request.memory()),
                segments,
                ContextNoise.NONE));
    return new FlowModel(objective, shape, profiles, request.memory(), data, training, validation);
  }

  static List<Map<String, Double>> profilesOf(HostFlows flows) {
    List<Map<String, Double>> profiles = new ArrayList<>();
    flows
        .byHost()
        .forEach(
            (host, list) ->
                profiles.add(HostProfiles.of(host, list, flows.startSecond(), flows.days())));
    return profiles;
  }

  static List<HostSequence> sequences(
      FlowCodec codec, HostFlows flows, ProfileDistribution profiles, Memory memory) {
    List<HostSequence> sequences = new ArrayList<>();
    flows
        .byHost()
        .forEach(
            (host, list) -> {
              Map<String, Double> natural =
                  HostProfiles.of(host, list, flows.startSecond(), flows.days());
              float[] profile =
                  profiles.standardised(
                      natural.values().stream().mapToDouble(Double::doubleValue).toArray());
              sequences.add(
                  HostSequence.of(codec, host, flows.startSecond(), list, profile, memory));
            });
    return sequences;
  }
}
