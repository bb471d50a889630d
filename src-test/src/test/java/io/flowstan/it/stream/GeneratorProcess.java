package io.flowstan.it.stream;

import static org.awaitility.Awaitility.await;

import io.flowstan.engine.FakeHostStreams;
import io.flowstan.service.clock.Pace;
import io.flowstan.service.stream.FlowGenerator;
import io.flowstan.service.stream.RecordTimestamp;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;

/**
 * The service in a process of its own, to be killed: bootstrap address, name, partitions, state
 * directory, pace, simulated end and number of hosts; it ends by itself when all are there, or when
 * the service has stopped itself.
 */
final class GeneratorProcess {
  private static final Duration AT_MOST = Duration.ofHours(1);

  private GeneratorProcess() {}

  public static void main(String[] arguments) {
    var application =
        new TestCluster.Application(
            arguments[0],
            arguments[1],
            Integer.parseInt(arguments[2]),
            Path.of(arguments[3]),
            RecordTimestamp.FLOW_END);
    int hosts = Integer.parseInt(arguments[6]);
    try (FlowGenerator generator =
        application.start(
            Pace.parse(arguments[4]),
            Long.parseLong(arguments[5]),
            () -> new FakeHostStreams(TestCluster.MEAN_GAP_MS))) {
      await()
          .atMost(AT_MOST)
          .until(
              () ->
                  generator.failure() != null
                      || (generator.tally().hosts() == hosts && generator.tally().isFinished()));
      if (generator.failure() != null) {
        throw new IllegalStateException(generator.failure());
      }
    }
  }

  /** Starts it. */
  static Process start(TestCluster.Application application, int hosts, Pace pace, long untilMs)
      throws IOException {
    return new ProcessBuilder(
            Path.of(System.getProperty("java.home"), "bin", "java").toString(),
            "-Xmx512m",
            "-XX:TieredStopAtLevel=1",
            "-cp",
            System.getProperty("java.class.path"),
            GeneratorProcess.class.getName(),
            application.bootstrapServers(),
            application.name(),
            Integer.toString(application.partitions()),
            application.stateDirectory().toString(),
            pace.text(),
            Long.toString(untilMs),
            Integer.toString(hosts))
        .inheritIO()
        .start();
  }
}
