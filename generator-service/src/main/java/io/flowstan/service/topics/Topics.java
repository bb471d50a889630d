package io.flowstan.service.topics;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.Config;
import org.apache.kafka.clients.admin.ConfigEntry;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.admin.TopicDescription;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.KafkaFuture;
import org.apache.kafka.common.config.ConfigResource;
import org.apache.kafka.common.errors.TopicExistsException;
import org.apache.kafka.common.errors.UnknownTopicOrPartitionException;
import org.jspecify.annotations.Nullable;

/** Topics brought to, or checked against, their {@link TopicSettings}. */
public final class Topics {
  private static final int SEEN_TRIES = 300;
  private static final int SEEN_PAUSE_MS = 100;

  private Topics() {}

  /** What {@link #ensure} found or did. */
  public enum Outcome {
    /** The topic was missing and is created. */
    CREATED,
    /** The topic was there and suits. */
    FOUND
  }

  /**
   * Creates the topic where it is missing, and checks it where it exists.
   *
   * @throws UnsuitableTopicException where it exists with settings that would lose or refuse
   *     records (all of them are named, with the command that changes them), or is missing and may
   *     not be created
   * @throws KafkaException where the cluster refuses or does not answer
   */
  public static Outcome ensure(Admin admin, TopicSettings settings) throws InterruptedException {
    if (describe(admin, settings.name()).isEmpty()) {
      if (!settings.create()) {
        throw new UnsuitableTopicException(
            "topic '"
                + settings.name()
                + "' does not exist and is not to be created: create it with "
                + createCommand(settings));
      }
      if (create(admin, settings)) {
        seen(settings.name(), () -> describe(admin, settings.name()));
        return Outcome.CREATED;
      }
    }
    List<String> problems = new ArrayList<>();
    TopicDescription topic = seen(settings.name(), () -> describe(admin, settings.name()));
    checkPartitions(topic, settings, problems);
    Config config = seen(settings.name(), () -> config(admin, settings.name()));
    checkConfig(config, settings, problems);
    if (!problems.isEmpty()) {
      throw new UnsuitableTopicException(
          "topic '" + settings.name() + "' does not suit:\n  " + String.join("\n  ", problems));
    }
    return Outcome.FOUND;
  }

  /** A question to the cluster about a topic; empty where the broker asked does not know it. */
  private interface Question<T> {
    Optional<T> ask() throws InterruptedException;
  }

  /** Asks until the news of a topic just created has come to the broker that is asked. */
  private static <T> T seen(String topic, Question<T> question) throws InterruptedException {
    for (int i = 0; i < SEEN_TRIES; i++) {
      Optional<T> answer = question.ask();
      if (answer.isPresent()) {
        return answer.get();
      }
      Thread.sleep(SEEN_PAUSE_MS);
    }
    throw new KafkaException(
        "topic '"
            + topic
            + "' exists, but a broker does not know it after "
            + SEEN_TRIES * SEEN_PAUSE_MS / 1_000
            + " s: expected a healthy cluster");
  }

  private static Optional<TopicDescription> describe(Admin admin, String topic)
      throws InterruptedException {
    try {
      return Optional.of(
          await(admin.describeTopics(List.of(topic)).topicNameValues().get(topic), topic));
    } catch (UnknownTopicOrPartitionException e) {
      return Optional.empty();
    }
  }

  private static boolean create(Admin admin, TopicSettings settings) throws InterruptedException {
    Map<String, String> configs = new TreeMap<>(settings.initial());
    configs.putAll(settings.required());
    NewTopic topic =
        new NewTopic(settings.name(), settings.partitions(), settings.replicationFactor())
            .configs(configs);
    try {
      await(admin.createTopics(List.of(topic)).all(), settings.name());
      return true;
    } catch (TopicExistsException e) {
      // another instance was faster: what it made is checked like any other
      return false;
    }
  }

  private static Optional<Config> config(Admin admin, String topic) throws InterruptedException {
    ConfigResource resource = new ConfigResource(ConfigResource.Type.TOPIC, topic);
    try {
      return Optional.of(
          await(admin.describeConfigs(List.of(resource)).values().get(resource), topic));
    } catch (UnknownTopicOrPartitionException e) {
      return Optional.empty();
    }
  }

  private static void checkPartitions(
      TopicDescription topic, TopicSettings settings, List<String> problems) {
    int partitions = topic.partitions().size();
    if (settings.samePartitions() != null && partitions != settings.partitions()) {
      problems.add(
          "it has "
              + partitions
              + " partitions, expected "
              + settings.partitions()
              + " ("
              + settings.samePartitions()
              + "): configure "
              + partitions
              + " partitions for the service, or give it a topic of another name");
    }
  }

  private static void checkConfig(Config config, TopicSettings settings, List<String> problems) {
    Map<String, String> wrong = new TreeMap<>();
    for (var required : new TreeMap<>(settings.required()).entrySet()) {
      ConfigEntry entry = config.get(required.getKey());
      String value = entry == null ? null : entry.value();
      if (!required.getValue().equals(value)) {
        problems.add(
            required.getKey()
                + " = "
                + value
                + ", expected "
                + required.getValue()
                + reason(required.getKey()));
        wrong.put(required.getKey(), required.getValue());
      }
    }
    if (!wrong.isEmpty()) {
      problems.add("change it with: " + alterCommand(settings.name(), wrong));
    }
  }

  private static String reason(String setting) {
    return switch (setting) {
      case "message.timestamp.type" -> " (records carry simulated time)";
      case "message.timestamp.before.max.ms" -> " (else flows of the past are refused)";
      case "message.timestamp.after.max.ms" -> " (else flows ahead of the clock are refused)";
      case "retention.ms" -> " (else flows of the past are deleted at once)";
      case "cleanup.policy" -> " (else records are lost or pile up)";
      default -> "";
    };
  }

  private static String alterCommand(String topic, Map<String, String> settings) {
    List<String> pairs = new ArrayList<>();
    settings.forEach((key, value) -> pairs.add(key + "=" + value));
    return "kafka-configs.sh --bootstrap-server HOST:PORT --alter --entity-type topics"
        + " --entity-name "
        + topic
        + " --add-config "
        + String.join(",", pairs);
  }

  private static String createCommand(TopicSettings settings) {
    Map<String, String> configs = new TreeMap<>(settings.initial());
    configs.putAll(settings.required());
    StringBuilder command =
        new StringBuilder("kafka-topics.sh --bootstrap-server HOST:PORT --create --topic ")
            .append(settings.name())
            .append(" --partitions ")
            .append(settings.partitions());
    configs.forEach(
        (key, value) -> command.append(" --config ").append(key).append('=').append(value));
    return command.toString();
  }

  private static <T> T await(@Nullable KafkaFuture<T> future, String topic)
      throws InterruptedException {
    if (future == null) {
      throw new KafkaException("topic '" + topic + "': the client gave no answer for it");
    }
    try {
      return future.get();
    } catch (ExecutionException e) {
      Throwable cause = e.getCause();
      if (cause instanceof UnknownTopicOrPartitionException
          || cause instanceof TopicExistsException) {
        throw (KafkaException) cause;
      }
      throw new KafkaException("topic '" + topic + "': the cluster refused: " + cause, e);
    }
  }
}
