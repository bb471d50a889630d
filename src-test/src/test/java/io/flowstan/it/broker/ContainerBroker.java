package io.flowstan.it.broker;

import com.github.dockerjava.api.model.ExposedPort;
import com.github.dockerjava.api.model.HostConfig;
import com.github.dockerjava.api.model.PortBinding;
import com.github.dockerjava.api.model.Ports;
import io.flowstan.it.net.FreePorts;
import io.flowstan.service.broker.BrokerWait;
import java.time.Duration;
import java.util.Locale;
import java.util.Map;
import org.testcontainers.kafka.KafkaContainer;
import org.testcontainers.utility.DockerImageName;

/** A broker in a container, on a port of 127.0.0.1 that it keeps over restarts. */
final class ContainerBroker implements BrokerUnderTest {
  private static final String IMAGE =
      System.getProperty("flowstan.it.broker.image", "flowstan/broker:local");

  private static final ExposedPort PORT = ExposedPort.tcp(9092);
  private static final int STOP_WITHIN_SECONDS = 30;
  private static final Duration READY_WITHIN = Duration.ofMinutes(4);

  private final KafkaContainer container;

  private ContainerBroker(KafkaContainer container) {
    this.container = container;
  }

  static ContainerBroker start(Map<String, String> settings) {
    int port = FreePorts.one();
    DockerImageName image = DockerImageName.parse(IMAGE).asCompatibleSubstituteFor("apache/kafka");
    // not in try-with-resources: it lives as long as the broker
    @SuppressWarnings("resource")
    KafkaContainer container =
        new KafkaContainer(image)
            .withStartupTimeout(READY_WITHIN)
            .withEnv(name("auto.create.topics.enable"), "false")
            .withEnv(name("share.coordinator.state.topic.replication.factor"), "1")
            .withEnv(name("share.coordinator.state.topic.min.isr"), "1")
            .withCreateContainerCmdModifier(
                command -> {
                  HostConfig host = command.getHostConfig();
                  if (host != null) {
                    host.withPortBindings(
                        new PortBinding(Ports.Binding.bindIpAndPort("127.0.0.1", port), PORT));
                  }
                });
    settings.forEach((key, value) -> container.withEnv(name(key), value));
    container.start();
    return new ContainerBroker(container);
  }

  @Override
  public String bootstrapServers() {
    return container.getBootstrapServers();
  }

  @Override
  public void stop() {
    container
        .getDockerClient()
        .stopContainerCmd(container.getContainerId())
        .withTimeout(STOP_WITHIN_SECONDS)
        .exec();
  }

  @Override
  public void startAgain() {
    container.getDockerClient().startContainerCmd(container.getContainerId()).exec();
    try {
      BrokerWait.until(
          Map.of("bootstrap.servers", bootstrapServers()), READY_WITHIN, message -> {});
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted while the broker's container starts", e);
    }
  }

  @Override
  public void close() {
    container.close();
  }

  /** The image's convention: KAFKA_A_B is the setting a.b. */
  private static String name(String setting) {
    return "KAFKA_" + setting.toUpperCase(Locale.ROOT).replace('.', '_');
  }
}
