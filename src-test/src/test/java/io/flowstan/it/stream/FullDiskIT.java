package io.flowstan.it.stream;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;
import static org.awaitility.Awaitility.await;

import io.flowstan.engine.FakeHostStreams;
import io.flowstan.engine.HostSpec;
import io.flowstan.it.stream.TestCluster.Application;
import io.flowstan.service.clock.Pace;
import io.flowstan.service.stream.FlowGenerator;
import io.flowstan.service.stream.LatestErrors;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.junit.jupiter.api.io.TempDir;

/**
 * The disk of the state folder is full: the service says so, and goes on by itself once there is
 * room, without gap or repeat. Only by {@code -Dflowstan.it.long=true}, and by a user who may mount
 * a small file system.
 */
@EnabledIfSystemProperty(named = "flowstan.it.long", matches = "true")
class FullDiskIT {
  private static final int HOSTS = 40;
  private static final int FLOWS_PER_SECOND = 2_000;

  /** So much more state than a host has makes the store write its memory table out soon. */
  private static final int PADDING = 50_000;

  /** Room for an empty store, not for the states of one task, 1 MB. */
  private static final String SMALL = "size=600k";

  /** A flow per host and simulated second. */
  private static final long UNTIL_MS = TestCluster.START_MS + 1_200_000;

  private static final Duration SOON = Duration.ofMinutes(5);

  @TempDir private Path folder;

  @Test
  void aFullDiskIsSaidAndNothingIsLost() throws Exception {
    Path disk = Files.createDirectory(folder.resolve("disk"));
    assumeThat(run("mount", "-t", "tmpfs", "-o", SMALL, "tmpfs", disk.toString())).isZero();
    try (TestCluster cluster = new TestCluster()) {
      fill(cluster, disk);
    } finally {
      run("umount", disk.toString());
    }
  }

  private void fill(TestCluster cluster, Path disk) throws Exception {
    // Given what the hosts send undisturbed
    Application undisturbed = application(cluster, "undisturbed", folder.resolve("roomy"));
    try (FlowGenerator generator = start(undisturbed)) {
      await().atMost(SOON).until(() -> isFinished(generator));
    }

    // When the state folder has no room for the states of all
    Application application = application(cluster, "cramped", disk);
    try (FlowGenerator generator = start(application)) {
      await().atMost(SOON).until(() -> isFinished(generator) || !errors(generator).isEmpty());

      // Then the service says so, and goes on where there is room again
      System.err.println("full disk: " + errors(generator));
      assertThat(errors(generator)).contains("No space left on device");
      assertThat(run("mount", "-o", "remount,size=500m", disk.toString())).isZero();
      await().atMost(SOON).until(() -> isFinished(generator));
      assertThat(generator.failure()).isNull();
    }
    assertThat(read(cluster, application).firstDifference(read(cluster, undisturbed))).isEmpty();
  }

  private static Application application(TestCluster cluster, String name, Path state)
      throws Exception {
    Application application = cluster.application(name, state);
    application.createTopics();
    application.hosts().assign(Application.hosts(HOSTS));
    return application;
  }

  private static FlowGenerator start(Application application) {
    return application.start(
        new Pace.Rate(FLOWS_PER_SECOND),
        UNTIL_MS,
        () ->
            new FakeHostStreams(TestCluster.MEAN_GAP_MS) {
              @Override
              public byte[] state(int address) {
                byte[] state = super.state(address);
                return Arrays.copyOf(state, state.length + PADDING);
              }

              @Override
              public void restore(HostSpec spec, byte[] state) {
                super.restore(spec, Arrays.copyOf(state, state.length - PADDING));
              }
            });
  }

  private static boolean isFinished(FlowGenerator generator) {
    return generator.tally().hosts() == HOSTS && generator.tally().isFinished();
  }

  private static String errors(FlowGenerator generator) {
    return String.join(
        "; ", generator.tally().errors().list().stream().map(LatestErrors.Entry::message).toList());
  }

  private static CommittedStreams read(TestCluster cluster, Application application) {
    return CommittedStreams.read(cluster.bootstrapServers(), application.topics().flows());
  }

  private static int run(String... command) throws IOException, InterruptedException {
    return new ProcessBuilder(command).inheritIO().start().waitFor();
  }
}
