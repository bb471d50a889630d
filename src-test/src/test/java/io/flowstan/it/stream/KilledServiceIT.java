package io.flowstan.it.stream;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.flowstan.it.stream.TestCluster.Application;
import io.flowstan.service.clock.Pace;
import io.flowstan.service.stream.FlowGenerator;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A service that is killed in full flight, and another that goes on for it. */
class KilledServiceIT {
  private static final int HOSTS = 40;
  private static final Duration SOON = Duration.ofSeconds(60);

  @Test
  void theNextInstanceGoesOnWithoutGapOrRepeat(@TempDir Path state) throws Exception {
    try (TestCluster cluster = new TestCluster()) {
      // Given an instance in a process of its own that has committed thousands of flows
      Application application = cluster.application("killed", state);
      application.createTopics();
      application.hosts().assign(Application.specs(HOSTS), false);
      Process process = GeneratorProcess.start(application);
      int before;
      try {
        await()
            .atMost(SOON)
            .pollInterval(Duration.ofMillis(500))
            .until(() -> read(cluster).size() > 5_000);
      } finally {
        // When it is killed
        process.destroyForcibly().waitFor();
        before = read(cluster).size();
      }

      // And another instance takes over
      try (FlowGenerator generator = application.start(new Pace.Max())) {
        await()
            .atMost(SOON)
            .pollInterval(Duration.ofMillis(500))
            .until(
                () ->
                    generator.tally().flows() > 2_000 && read(cluster).sequences().size() == HOSTS);
      }

      // Then readers of committed records see each host count on
      CommittedFlows flows = read(cluster);
      assertThat(flows.size()).isGreaterThan(before);
      assertThat(flows.sequences()).hasSize(HOSTS);
      assertThat(flows.sequenceProblems()).isEmpty();
    }
  }

  private static CommittedFlows read(TestCluster cluster) {
    return CommittedFlows.read(cluster.bootstrapServers(), "killed.flows");
  }
}
