package io.flowstan.service.topics;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.flowstan.service.broker.EmbeddedBroker;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

class TopicsIT {
  private static EmbeddedBroker broker;
  private static Admin admin;

  @BeforeAll
  static void startBroker() {
    broker = EmbeddedBroker.start();
    admin = Admin.create(Map.of("bootstrap.servers", broker.bootstrapServers()));
  }

  @AfterAll
  static void stopBroker() {
    admin.close();
    broker.close();
  }

  @Test
  void aMissingTopicIsCreatedAndSuitsAfterwards() throws Exception {
    TopicSettings settings = TopicSettings.output("fresh", 3, -1);

    assertThat(Topics.ensure(admin, settings)).isEqualTo(Topics.Outcome.CREATED);
    assertThat(Topics.ensure(admin, settings)).isEqualTo(Topics.Outcome.FOUND);
  }

  @Test
  void aMissingTopicThatMayNotBeCreatedIsRefusedWithTheCommandThatCreatesIt() {
    TopicSettings settings = TopicSettings.hosts("absent", 3).withoutCreation();

    assertThatThrownBy(() -> Topics.ensure(admin, settings))
        .isInstanceOf(UnsuitableTopicException.class)
        .hasMessageContaining("topic 'absent' does not exist")
        .hasMessageContaining("--topic absent --partitions 3 --config cleanup.policy=compact");
  }

  @Test
  void aTopicThatWouldLoseFlowsIsRefusedWithEverySettingToChange() throws Exception {
    create("plain", 1);

    assertThatThrownBy(() -> Topics.ensure(admin, TopicSettings.output("plain", 1, -1)))
        .isInstanceOf(UnsuitableTopicException.class)
        .hasMessageContaining("topic 'plain' does not suit")
        .hasMessageContaining("retention.ms = 604800000, expected -1")
        .hasMessageContaining("message.timestamp.after.max.ms = 3600000, expected 92233720368")
        .hasMessageContaining(
            "kafka-configs.sh --bootstrap-server HOST:PORT --alter --entity-type topics"
                + " --entity-name plain --add-config message.timestamp.after.max.ms=92233720368");
  }

  @Test
  void aHostsTopicThatIsNotCompactedIsRefused() throws Exception {
    create("hosts", 2);

    assertThatThrownBy(() -> Topics.ensure(admin, TopicSettings.hosts("hosts", 2)))
        .isInstanceOf(UnsuitableTopicException.class)
        .hasMessageContaining("cleanup.policy = delete, expected compact");
  }

  @Test
  void aControlTopicWithOtherPartitionsThanTheHostsTopicIsRefused() throws Exception {
    create("control", 2);

    assertThatThrownBy(() -> Topics.ensure(admin, TopicSettings.control("control", 3)))
        .isInstanceOf(UnsuitableTopicException.class)
        .hasMessageContaining("it has 2 partitions, expected 3");
  }

  private static void create(String topic, int partitions) throws Exception {
    admin.createTopics(List.of(new NewTopic(topic, partitions, (short) 1))).all().get();
  }
}
