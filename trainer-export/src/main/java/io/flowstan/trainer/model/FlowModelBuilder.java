package io.flowstan.trainer.model;

import io.flowstan.codec.CodecSpec;
import io.flowstan.codec.FlowCodec;
import io.flowstan.codec.Memory;
import io.flowstan.flow.Flow;
import io.flowstan.io.HostList;
import io.flowstan.profile.ProfileDistribution;
import io.flowstan.trainer.command.HostSplit;
import io.flowstan.trainer.command.ModelBuilder;
import io.flowstan.trainer.command.PreparedModel;
import io.flowstan.trainer.command.TrainingRequest;
import io.flowstan.trainer.data.HostFlows;
import io.flowstan.trainer.data.HostProfiles;
import io.flowstan.trainer.data.HostSequence;
import io.flowstan.trainer.data.SegmentBatches;
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

  /**
   * Flows of a beginning: every other run of so many is seen once more as that of a host which has
   * just begun, so that the profile alone says what to do.
   */
  private static final int BEGINNING = 256;

  @Override
  public PreparedModel prepare(TrainingRequest request) throws IOException {
    List<Integer> all = new ArrayList<>(request.hosts().training());
    all.addAll(request.hosts().validation());
    HostFlows data = HostFlows.read(request.flows(), new HostList(all), request.onError());
    return prepare(
        data, request.hosts(), Recipe.standard(request.seed(), request.batch(), request.memory()));
  }

  /**
   * Prepares the model from flows that have been read.
   *
   * @param hosts whose flows of {@code data} to train and to validate on
   */
  public PreparedModel prepare(HostFlows data, HostSplit hosts, Recipe recipe) {
    HostFlows training = data.of(hosts.training());
    HostFlows validation = data.of(hosts.validation());

    int minHosts = Math.min(MIN_HOSTS, Math.max(1, training.byHost().size() / 4));
    CodecSpec spec = Vocabularies.of(training, minHosts);
    FlowCodec codec = new FlowCodec(spec);
    ProfileDistribution profiles = HostProfiles.fit(profilesOf(training), recipe.seed());
    NetworkShape shape = NetworkShape.scaled(spec, profiles.inputs(), recipe.width());

    int segments = Math.max(1, recipe.batch() / SegmentBatches.SEGMENT);
    FlowObjective objective =
        new FlowObjective(
            shape,
            new SegmentBatches(
                trainingSequences(codec, training, profiles, recipe.memory()),
                segments,
                recipe.noise(),
                recipe.octetWeight()),
            new SegmentBatches(sequences(codec, validation, profiles, recipe.memory()), segments),
            recipe.dropout(),
            recipe.leftOut());
    return new FlowModel(objective, shape, profiles, recipe, data, training, validation);
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

  /** The hosts' whole recordings, and beginnings in the middle of them. */
  private static List<HostSequence> trainingSequences(
      FlowCodec codec, HostFlows flows, ProfileDistribution profiles, Memory memory) {
    List<HostSequence> all = new ArrayList<>(sequences(codec, flows, profiles, memory));
    if (memory != Memory.NONE) {
      flows
          .byHost()
          .forEach(
              (host, list) -> {
                float[] profile = profileOf(host, list, flows, profiles);
                for (int from = BEGINNING; from < list.size(); from += 2 * BEGINNING) {
                  List<Flow> run = list.subList(from, Math.min(list.size(), from + BEGINNING));
                  long start = list.get(from - 1).endSecond();
                  all.add(HostSequence.of(codec, host, start, run, profile, memory));
                }
              });
    }
    return all;
  }

  private static float[] profileOf(
      int host, List<Flow> list, HostFlows flows, ProfileDistribution profiles) {
    Map<String, Double> natural = HostProfiles.of(host, list, flows.startSecond(), flows.days());
    return profiles.standardised(
        natural.values().stream().mapToDouble(Double::doubleValue).toArray());
  }

  static List<HostSequence> sequences(
      FlowCodec codec, HostFlows flows, ProfileDistribution profiles, Memory memory) {
    List<HostSequence> sequences = new ArrayList<>();
    flows
        .byHost()
        .forEach(
            (host, list) -> {
              float[] profile = profileOf(host, list, flows, profiles);
              sequences.add(
                  HostSequence.of(codec, host, flows.startSecond(), list, profile, memory));
            });
    return sequences;
  }
}
