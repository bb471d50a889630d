package io.flowstan.service.bench;

import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.lang.management.OperatingSystemMXBean;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.apache.kafka.common.utils.AppInfoParser;

/**
 * Where numbers come from.
 *
 * @param processor the processor's name
 * @param cores processors that the JVM sees
 * @param system operating system and architecture
 * @param java version of the JVM
 * @param maxHeapMiB most heap that the JVM may take
 * @param kafka version of clients and broker
 * @param bundle SHA-256 of the model's manifest, hexadecimal
 * @param threads threads that draw, and tasks of the service
 * @param loadAverage runnable threads on the machine in the minute before the start: what others
 *     took away; below 0 where unknown
 */
public record BenchMachine(
    String processor,
    int cores,
    String system,
    String java,
    long maxHeapMiB,
    String kafka,
    String bundle,
    int threads,
    double loadAverage) {
  private static final Path CPU_INFO = Path.of("/proc/cpuinfo");
  private static final String MODEL_NAME = "model name";

  /** This machine. */
  public static BenchMachine here(String bundle, int threads) throws IOException {
    OperatingSystemMXBean system = ManagementFactory.getOperatingSystemMXBean();
    return new BenchMachine(
        readProcessor(),
        system.getAvailableProcessors(),
        system.getName() + " " + system.getVersion() + ", " + system.getArch(),
        System.getProperty("java.vm.name") + " " + System.getProperty("java.vm.version"),
        Runtime.getRuntime().maxMemory() >> 20,
        AppInfoParser.getVersion(),
        bundle,
        threads,
        system.getSystemLoadAverage());
  }

  private static String readProcessor() throws IOException {
    if (!Files.isReadable(CPU_INFO)) {
      return "unknown";
    }
    try (Stream<String> lines = Files.lines(CPU_INFO)) {
      return lines
          .filter(line -> line.startsWith(MODEL_NAME))
          .map(line -> line.substring(line.indexOf(':') + 1).strip())
          .findFirst()
          .orElse("unknown");
    }
  }
}
