package io.flowstan.service.bench;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.ListOffsetsOptions;
import org.apache.kafka.clients.admin.ListOffsetsResult.ListOffsetsResultInfo;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.common.IsolationLevel;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.TopicPartitionInfo;

/** How far readers of committed records get in a topic, as the broker reports it. */
final class CommittedCount {
  private final Admin admin;
  private final Map<TopicPartition, OffsetSpec> ends = new HashMap<>();

  CommittedCount(Admin admin, String topic) throws InterruptedException {
    this.admin = admin;
    try {
      var description = admin.describeTopics(List.of(topic)).allTopicNames().get();
      for (TopicPartitionInfo partition :
          Objects.requireNonNull(description.get(topic)).partitions()) {
        ends.put(new TopicPartition(topic, partition.partition()), OffsetSpec.latest());
      }
    } catch (ExecutionException e) {
      throw new KafkaException("topic '" + topic + "' cannot be described: " + e.getCause(), e);
    }
  }

  /** Last stable offsets, summed over the partitions. */
  long records() throws InterruptedException {
    try {
      var offsets =
          admin
              .listOffsets(ends, new ListOffsetsOptions(IsolationLevel.READ_COMMITTED))
              .all()
              .get();
      return offsets.values().stream().mapToLong(ListOffsetsResultInfo::offset).sum();
    } catch (ExecutionException e) {
      throw new KafkaException("the broker does not tell its offsets: " + e.getCause(), e);
    }
  }
}
