package io.flowstan.service.stream;

import io.flowstan.service.topics.TopicSettings;
import java.util.List;

/**
 * The topics, and how they are made where they are missing.
 *
 * @param hosts name of the topic that says which hosts to simulate
 * @param control name of the topic of commands
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
    String flows,
    int partitions,
    int flowsPartitions,
    int replicationFactor,
    long flowsRetentionBytes,
    RecordTimestamp recordTimestamp,
    boolean create) {
  /** The names of the documentation, four tasks, a gibibyte a partition. */
  public static TopicsConfig defaults() {
    return new TopicsConfig(
        "flowstan.hosts",
        "flowstan.control",
        "flowstan.flows",
        4,
        4,
        -1,
        1L << 30,
        RecordTimestamp.FLOW_END,
        true);
  }

  public TopicsConfig {
    if (hosts.equals(control) || hosts.equals(flows) || control.equals(flows)) {
      throw new IllegalArgumentException(
          "hosts, control and flows name the same topic twice: expected three topics");
    }
    if (partitions < 1 || flowsPartitions < 1) {
      throw new IllegalArgumentException(
          "partitions = "
              + partitions
              + ", flowsPartitions = "
              + flowsPartitions
              + ": expected 1 or more");
    }
  }

  /** What each topic must be like. */
  public List<TopicSettings> settings() {
    return List.of(
            TopicSettings.hosts(hosts, partitions),
            TopicSettings.control(control, partitions),
            TopicSettings.output(flows, flowsPartitions, flowsRetentionBytes))
        .stream()
        .map(topic -> topic.withReplicationFactor(replicationFactor))
        .map(topic -> create ? topic : topic.withoutCreation())
        .toList();
  }
}
