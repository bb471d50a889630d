package io.flowstan.it.stream;

import io.flowstan.service.clock.Pace;
import java.nio.file.Path;
import java.util.concurrent.CountDownLatch;

/** The service in a process of its own, to be killed: bootstrap address, name, state directory. */
final class GeneratorProcess {
  private GeneratorProcess() {}

  public static void main(String[] arguments) throws InterruptedException {
    var application =
        new TestCluster.Application(arguments[0], arguments[1], Path.of(arguments[2]));
    application.start(new Pace.Max());
    new CountDownLatch(1).await();
  }

  /** Starts it. */
  static Process start(TestCluster.Application application) throws java.io.IOException {
    return new ProcessBuilder(
            Path.of(System.getProperty("java.home"), "bin", "java").toString(),
            "-Xmx512m",
            "-cp",
            System.getProperty("java.class.path"),
            GeneratorProcess.class.getName(),
            application.bootstrapServers(),
            application.name(),
            application.stateDirectory().toString())
        .inheritIO()
        .start();
  }
}
