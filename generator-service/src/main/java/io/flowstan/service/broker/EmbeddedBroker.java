package io.flowstan.service.broker;

import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import kafka.server.KafkaConfig;
import kafka.server.KafkaRaftServer;
import org.apache.kafka.common.Uuid;
import org.apache.kafka.common.utils.Time;
import org.apache.kafka.metadata.storage.Formatter;
import org.jspecify.annotations.Nullable;

/**
 * A real Kafka broker inside this JVM: one KRaft node, broker and controller at once, on 127.0.0.1.
 *
 * <p>For the demo and for tests. Kafka's storage formatter and server class are internal, so
 * nothing but this class touches them, and the broker's version is pinned.
 */
public final class EmbeddedBroker implements AutoCloseable {
  private static final int NODE_ID = 1;
  private static final String HOST = "127.0.0.1";
  private static final byte[] LOOPBACK = {127, 0, 0, 1};

  /** Always the same, so that a folder that is kept is known again; any value but zero would do. */
  private static final Uuid CLUSTER = new Uuid(0x666c_6f77_7374_616eL, 1);

  /** The packages that a broker logs from, and the client class that it closes twice itself. */
  private static final List<String> BROKER_LOGGERS =
      List.of(
          "kafka",
          "state.change.logger",
          "org.apache.kafka.controller",
          "org.apache.kafka.coordinator",
          "org.apache.kafka.image",
          "org.apache.kafka.metadata",
          "org.apache.kafka.network",
          "org.apache.kafka.clients.NetworkClient",
          "org.apache.kafka.raft",
          "org.apache.kafka.server",
          "org.apache.kafka.storage");

  private static final Duration READY_WITHIN = Duration.ofSeconds(60);

  private final KafkaRaftServer server;
  private final String bootstrapServers;
  private final @Nullable Path temporaryFolder;

  private EmbeddedBroker(
      KafkaRaftServer server, String bootstrapServers, @Nullable Path temporaryFolder) {
    this.server = server;
    this.bootstrapServers = bootstrapServers;
    this.temporaryFolder = temporaryFolder;
  }

  /**
   * How the broker is started.
   *
   * @param folder where its data lives and stays; null takes a temporary folder, deleted on close
   * @param port the port to listen on; 0 takes a free one
   * @param overrides further broker settings, stronger than the ones chosen here
   */
  public record Options(@Nullable Path folder, int port, Map<String, String> overrides) {
    public Options {
      if (port < 0 || port > 65_535) {
        throw new IllegalArgumentException("broker port = " + port + ": expected 0..65535");
      }
      overrides = Map.copyOf(overrides);
    }

    /** Temporary data, a free port. */
    public static Options temporary() {
      return new Options(null, 0, Map.of());
    }

    /** The same on {@code port}. */
    public Options withPort(int port) {
      return new Options(folder, port, overrides);
    }

    /** The same with its data kept in {@code folder}. */
    public Options withFolder(Path folder) {
      return new Options(folder, port, overrides);
    }

    /** The same with the broker setting {@code key}. */
    public Options with(String key, String value) {
      var more = new java.util.HashMap<>(overrides);
      more.put(key, value);
      return new Options(folder, port, more);
    }
  }

  /** Starts a broker with temporary data on a free port, and waits until it is ready. */
  public static EmbeddedBroker start() {
    return start(Options.temporary());
  }

  /**
   * Starts a broker and waits until it is ready.
   *
   * @throws IllegalStateException where it does not start, such as where the port is taken
   */
  public static EmbeddedBroker start(Options options) {
    int port = options.port();
    int controllerPort;
    try (ServerSocket held = listen(port)) {
      // held until the controller has another one
      port = held.getLocalPort();
      controllerPort = freePort();
    } catch (IOException e) {
      throw portTaken(port, e);
    }
    String bootstrap = HOST + ":" + port;
    Path kept = options.folder();
    Path folder = kept != null ? kept : temporaryFolder();
    Path temporary = kept != null ? null : folder;
    BROKER_LOGGERS.forEach(EmbeddedBroker::quiet);
    Properties settings = settings(folder, port, controllerPort);
    settings.putAll(options.overrides());
    KafkaRaftServer server = null;
    try {
      format(folder);
      server = new KafkaRaftServer(KafkaConfig.fromProps(settings, false), Time.SYSTEM);
      server.startup();
      EmbeddedBroker broker = new EmbeddedBroker(server, bootstrap, temporary);
      BrokerWait.until(Map.of("bootstrap.servers", bootstrap), READY_WITHIN, message -> {});
      return broker;
    } catch (Exception e) {
      if (server != null) {
        server.shutdown();
        server.awaitShutdown();
      }
      delete(temporary);
      if (e instanceof InterruptedException) {
        Thread.currentThread().interrupt();
      }
      throw new IllegalStateException(
          "embedded broker on " + bootstrap + " with data in " + folder + " did not start: " + e,
          e);
    }
  }

  /** The address for clients: host and port. */
  public String bootstrapServers() {
    return bootstrapServers;
  }

  /** Stops the broker; its data are deleted where they are temporary. */
  @Override
  public void close() {
    server.shutdown();
    server.awaitShutdown();
    delete(temporaryFolder);
  }

  /**
   * Lets only errors of {@code logger} through slf4j-simple, which reads its settings when a logger
   * is first used; a level that was chosen by a system property stays.
   */
  private static void quiet(String logger) {
    String level = "org.slf4j.simpleLogger.log." + logger;
    if (System.getProperty(level) == null) {
      System.setProperty(level, "error");
    }
  }

  private static Properties settings(Path folder, int port, int controllerPort) {
    Properties settings = new Properties();
    settings.put("node.id", Integer.toString(NODE_ID));
    settings.put("process.roles", "broker,controller");
    settings.put("controller.quorum.voters", NODE_ID + "@" + HOST + ":" + controllerPort);
    settings.put("controller.listener.names", "CONTROLLER");
    settings.put(
        "listeners",
        "PLAINTEXT://" + HOST + ":" + port + ",CONTROLLER://" + HOST + ":" + controllerPort);
    settings.put("advertised.listeners", "PLAINTEXT://" + HOST + ":" + port);
    settings.put("listener.security.protocol.map", "PLAINTEXT:PLAINTEXT,CONTROLLER:PLAINTEXT");
    settings.put("log.dirs", folder.toString());
    // there is one node: nothing can be held twice
    settings.put("default.replication.factor", "1");
    settings.put("min.insync.replicas", "1");
    settings.put("offsets.topic.replication.factor", "1");
    settings.put("offsets.topic.num.partitions", "4");
    settings.put("transaction.state.log.replication.factor", "1");
    settings.put("transaction.state.log.min.isr", "1");
    settings.put("transaction.state.log.num.partitions", "4");
    settings.put("share.coordinator.state.topic.replication.factor", "1");
    settings.put("share.coordinator.state.topic.min.isr", "1");
    // nobody else is going to join: do not wait for them
    settings.put("group.initial.rebalance.delay.ms", "0");
    settings.put("auto.create.topics.enable", "false");
    settings.put("log.cleaner.dedupe.buffer.size", "16777216");
    return settings;
  }

  private static void format(Path folder) throws Exception {
    Files.createDirectories(folder);
    Formatter formatter =
        new Formatter()
            .setPrintStream(
                new PrintStream(OutputStream.nullOutputStream(), false, StandardCharsets.UTF_8))
            .setNodeId(NODE_ID)
            .setClusterId(CLUSTER.toString())
            .setControllerListenerName("CONTROLLER")
            .setMetadataLogDirectory(folder.toString())
            .addDirectory(folder.toString())
            .setIgnoreFormatted(true);
    formatter.run();
  }

  private static Path temporaryFolder() {
    try {
      return Files.createTempDirectory("flowstan-broker-");
    } catch (IOException e) {
      throw new UncheckedIOException("no temporary folder for the embedded broker", e);
    }
  }

  private static int freePort() throws IOException {
    try (ServerSocket socket = listen(0)) {
      return socket.getLocalPort();
    }
  }

  private static ServerSocket listen(int port) throws IOException {
    return new ServerSocket(port, 1, InetAddress.getByAddress(LOOPBACK));
  }

  private static IllegalStateException portTaken(int port, IOException cause) {
    return new IllegalStateException(
        "embedded broker: port "
            + port
            + " on "
            + HOST
            + " is taken: expected a free port, or 0 to take any",
        cause);
  }

  private static void delete(@Nullable Path folder) {
    if (folder == null) {
      return;
    }
    try {
      Files.walkFileTree(
          folder,
          new SimpleFileVisitor<>() {
            @Override
            public FileVisitResult visitFile(Path file, BasicFileAttributes attributes)
                throws IOException {
              Files.deleteIfExists(file);
              return FileVisitResult.CONTINUE;
            }

            @Override
            public FileVisitResult postVisitDirectory(Path visited, @Nullable IOException e)
                throws IOException {
              Files.deleteIfExists(visited);
              return FileVisitResult.CONTINUE;
            }
          });
    } catch (IOException e) {
      throw new UncheckedIOException("temporary data of the embedded broker: " + folder, e);
    }
  }
}
