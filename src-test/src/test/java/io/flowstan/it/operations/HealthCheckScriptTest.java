package io.flowstan.it.operations;

import static org.assertj.core.api.Assertions.assertThat;

import io.flowstan.service.admin.AdminServer;
import io.flowstan.service.admin.Health;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import java.io.IOException;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class HealthCheckScriptTest {
  private volatile Health health = Health.ready();
  private AdminServer admin;

  @BeforeEach
  void start() throws IOException {
    admin =
        AdminServer.startOnLoopback(
            0, new PrometheusMeterRegistry(PrometheusConfig.DEFAULT), () -> health, List.of());
  }

  @AfterEach
  void stop() {
    admin.close();
  }

  @Test
  void aLiveServiceIsHealthy() throws Exception {
    assertThat(check("/livez")).isZero();
  }

  @Test
  void aWaitingServiceIsLiveButNotReady() throws Exception {
    health = Health.waiting("rebalancing");
    assertThat(check("/livez")).isZero();
    assertThat(check("/readyz")).isNotZero();
  }

  @Test
  void aFailedServiceIsUnhealthy() throws Exception {
    health = Health.failed("stopped");
    assertThat(check("/livez")).isNotZero();
  }

  @Test
  void aClosedPortIsUnhealthy() throws Exception {
    admin.close();
    assertThat(check("/livez")).isNotZero();
  }

  private int check(String path) throws Exception {
    Process script =
        new ProcessBuilder(
                "bash",
                RepositoryFiles.ROOT.resolve("docker/healthcheck.sh").toString(),
                "127.0.0.1",
                Integer.toString(admin.port()),
                path)
            .redirectErrorStream(true)
            .redirectOutput(ProcessBuilder.Redirect.DISCARD)
            .start();
    assertThat(script.waitFor(20, TimeUnit.SECONDS)).as("the script ends").isTrue();
    return script.exitValue();
  }
}
