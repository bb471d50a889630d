package io.flowstan.service.stream;

import io.flowstan.service.topics.TopicSettings;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.regex.Pattern;

/**
 * The topics, and how they are made where they are missing.
 *
 * @param hosts name of the topic that says which hosts to simulate
 * @param control name of the topic of commands
 * @param acks name of the topic of answers to commands
 * @param flows name of the output topic
 * @param partitions partitions of the hosts and the control topic, and so tasks over all instances;
 *     fixed per application id
 * @param flowsPartitions partitions of the output topic
 * @param replicationFactor copies of each partition; -1 for the broker's default
 * @param flowsRetentionBytes size of an output partition above which its oldest records go; -1
 *     keeps everything
 * @param recordTimestamp which time output records carry
 * @param create whether missing topics are created
 */
public record TopicsConfig(
    String hosts,
    String control,
    String acks,
    String flows,
    int partitions,
    int flowsPartitions,
    int replicationFactor,
    long flowsRetentionBytes,
    RecordTimestamp recordTimestamp,
    boolean create) {
  private static final Pattern NAME = Pattern.compile("[a-zA-Z0-9._-]{1,249}");

  /** The names of the documentation, four tasks, a gibibyte a partition. */
  public static TopicsConfig defaults() {
    return new TopicsConfig(
        "flowstan.hosts",
        "flowstan.control",
        "flowstan.acks",
        "flowstan.flows",
        4,
        4,
        -1,
        1L << 30,
        RecordTimestamp.FLOW_END,
        true);
  }

  public TopicsConfig {
    List<String> problems = new ArrayList<>();
    List<String> names = List.of(hosts, control, acks, flows);
    for (int i = 0; i < names.size(); i++) {
      if (!NAME.matcher(names.get(i)).matches() || names.get(i).matches("\\.{1,2}")) {
        problems.add(
            List.of("hosts", "control", "acks", "flows").get(i)
                + " = \""
                + names.get(i)
                + "\": expected a topic's name: letters, digits, '.', '_' and '-', at most 249");
      }
    }
    if (new HashSet<>(names).size() < names.size()) {
      problems.add(
          "hosts, control, acks and flows name the same topic twice: expected four topics");
    }
    if (partitions < 1 || flowsPartitions < 1) {
      problems.add(
          "partitions = "
              + partitions
              + ", flowsPartitions = "
              + flowsPartitions
              + ": expected 1 or more");
    }
    if (replicationFactor != -1 && (replicationFactor < 1 || replicationFactor > Short.MAX_VALUE)) {
      problems.add(
          "replicationFactor = "
              + replicationFactor
              + ": expected 1 or more, or -1 for the broker's");
    }
    if (flowsRetentionBytes < -1) {
      problems.add(
          "flowsRetentionBytes = "
              + flowsRetentionBytes
              + ": expected 0 or more, or -1 for no limit");
    }
    if (!problems.isEmpty()) {
      throw new IllegalArgumentException(String.join("\n", problems));
    }
  }

  /** What each topic must be like. */
  public List<TopicSettings> settings() {
    return List.of(
            TopicSettings.hosts(hosts, partitions),
            TopicSettings.control(control, partitions),
            TopicSettings.acks(acks, partitions),
            TopicSettings.output(flows, flowsPartitions, flowsRetentionBytes))
        .stream()
        .map(topic -> topic.withReplicationFactor(replicationFactor))
        .map(topic -> create ? topic : topic.withoutCreation())
        .toList();
  }
}
