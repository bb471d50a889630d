package io.flowstan.it.broker;

import io.flowstan.it.net.FreePorts;
import io.flowstan.service.broker.EmbeddedBroker;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;

/**
 * The broker that a test runs on: one inside the JVM, or with {@code
 * -Dflowstan.it.broker=container} one in a container, of an image that {@code
 * docker/local/build.sh} makes or that {@code -Dflowstan.it.broker.image} names.
 */
public sealed interface BrokerUnderTest extends AutoCloseable
    permits BrokerUnderTest.Embedded, ContainerBroker {
  /** The address for clients: host and port. */
  String bootstrapServers();

  /** Stops it; its address and data stay. */
  void stop();

  /** Starts it again where it was. */
  void startAgain();

  /** Stops it for good. */
  @Override
  void close();

  /** Starts one whose data are gone when it is closed. */
  static BrokerUnderTest start() {
    return isContainer()
        ? ContainerBroker.start(Map.of())
        : new Embedded(EmbeddedBroker.Options.temporary());
  }

  /**
   * Starts one that can be stopped and started again.
   *
   * @param folder where an embedded one keeps its data
   * @param settings further settings of the broker
   */
  static BrokerUnderTest restartable(Path folder, Map<String, String> settings) throws IOException {
    if (isContainer()) {
      return ContainerBroker.start(settings);
    }
    EmbeddedBroker.Options options =
        EmbeddedBroker.Options.temporary().withFolder(folder).withPort(FreePorts.one());
    for (var setting : settings.entrySet()) {
      options = options.with(setting.getKey(), setting.getValue());
    }
    return new Embedded(options);
  }

  private static boolean isContainer() {
    String kind = System.getProperty("flowstan.it.broker", "embedded");
    return switch (kind) {
      case "embedded" -> false;
      case "container" -> true;
      default ->
          throw new IllegalArgumentException(
              "flowstan.it.broker = \"" + kind + "\": expected embedded or container");
    };
  }

  /** The one inside the JVM. */
  final class Embedded implements BrokerUnderTest {
    private final EmbeddedBroker.Options options;
    private EmbeddedBroker broker;

    private Embedded(EmbeddedBroker.Options options) {
      this.options = options;
      this.broker = EmbeddedBroker.start(options);
    }

    @Override
    public String bootstrapServers() {
      return broker.bootstrapServers();
    }

    @Override
    public void stop() {
      broker.close();
    }

    @Override
    public void startAgain() {
      broker = EmbeddedBroker.start(options);
    }

    @Override
    public void close() {
      broker.close();
    }
  }
}
