package io.flowstan.service.topics;

import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * What a topic must be like.
 *
 * @param name the topic's name
 * @param partitions number of partitions, at least 1
 * @param samePartitions why an existing topic must have exactly so many partitions; null where any
 *     number will do
 * @param replicationFactor copies of each partition; -1 leaves it to the broker's default
 * @param required settings that the service relies on: set on creation, checked on a topic that
 *     exists
 * @param initial settings for creation only: the operator may change them
 * @param create whether the topic may be created where it is missing
 */
public record TopicSettings(
    String name,
    int partitions,
    @Nullable String samePartitions,
    short replicationFactor,
    Map<String, String> required,
    Map<String, String> initial,
    boolean create) {

  private static final String FOREVER = Long.toString(Long.MAX_VALUE);
  private static final long MIN_SEGMENT_BYTES = 1 << 20;
  private static final long MAX_SEGMENT_BYTES = 1 << 30;

  public TopicSettings {
    if (name.isBlank()) {
      throw new IllegalArgumentException("topic name is blank: expected a name");
    }
    if (partitions < 1) {
      throw new IllegalArgumentException(
          "topic '" + name + "': partitions = " + partitions + ": expected at least 1");
    }
    if (replicationFactor < 1 && replicationFactor != -1) {
      throw new IllegalArgumentException(
          "topic '"
              + name
              + "': replication factor = "
              + replicationFactor
              + ": expected at least 1, or -1 for the broker's default");
    }
    required = Map.copyOf(required);
    initial = Map.copyOf(initial);
  }

  /**
   * The output topic. Its records are stamped with simulated time, which is not the broker's: by
   * default a broker refuses stamps more than an hour ahead, and takes old stamps as a reason to
   * delete. So stamps are taken as they are, whatever they say, and only size limits the topic.
   *
   * @param retentionBytes size of a partition above which its oldest records go, at least 1 MiB; -1
   *     keeps everything
   */
  public static TopicSettings output(String name, int partitions, long retentionBytes) {
    if (retentionBytes != -1 && retentionBytes < MIN_SEGMENT_BYTES) {
      throw new IllegalArgumentException(
          "topic '"
              + name
              + "': retention.bytes = "
              + retentionBytes
              + ": expected at least "
              + MIN_SEGMENT_BYTES
              + ", or -1 to keep everything");
    }
    // only whole segments are deleted: a quarter of the limit keeps the overshoot small
    long segmentBytes =
        retentionBytes == -1
            ? MAX_SEGMENT_BYTES
            : Math.max(MIN_SEGMENT_BYTES, Math.min(MAX_SEGMENT_BYTES, retentionBytes / 4));
    return new TopicSettings(
        name,
        partitions,
        null,
        (short) -1,
        Map.of(
            "cleanup.policy", "delete",
            "message.timestamp.type", "CreateTime",
            "message.timestamp.before.max.ms", FOREVER,
            "message.timestamp.after.max.ms", FOREVER,
            "retention.ms", "-1"),
        Map.of(
            "retention.bytes", Long.toString(retentionBytes),
            "segment.bytes", Long.toString(segmentBytes),
            // simulated weeks pass in minutes: roll by size, not by stamps
            "segment.ms", FOREVER),
        true);
  }

  /** The hosts topic: the newest assignment of each host is kept. */
  public static TopicSettings hosts(String name, int partitions) {
    return new TopicSettings(
        name,
        partitions,
        "partitions are fixed per application id",
        (short) -1,
        Map.of("cleanup.policy", "compact"),
        Map.of(),
        true);
  }

  /** The control topic, with as many partitions as the hosts topic: one for each task. */
  public static TopicSettings control(String name, int partitions) {
    return new TopicSettings(
        name,
        partitions,
        "a task reads the same partition of the hosts and the control topic",
        (short) -1,
        Map.of("cleanup.policy", "delete"),
        Map.of(),
        true);
  }

  /** The topic of answers to commands. */
  public static TopicSettings acks(String name, int partitions) {
    return new TopicSettings(
        name, partitions, null, (short) -1, Map.of("cleanup.policy", "delete"), Map.of(), true);
  }

  /** The same with {@code copies} of each partition. */
  public TopicSettings withReplicationFactor(int copies) {
    return new TopicSettings(
        name, partitions, samePartitions, (short) copies, required, initial, create);
  }

  /** The same with the setting {@code key} on creation. */
  public TopicSettings withInitial(String key, String value) {
    var more = new TreeMap<>(initial);
    more.put(key, value);
    return new TopicSettings(
        name, partitions, samePartitions, replicationFactor, required, more, create);
  }

  /** The same, but a missing topic is an error. */
  public TopicSettings withoutCreation() {
    return new TopicSettings(
        name, partitions, samePartitions, replicationFactor, required, initial, false);
  }
}
