package io.flowstan.benchmark;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collection;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledIfSystemProperty;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.openjdk.jmh.profile.GCProfiler;
import org.openjdk.jmh.results.RunResult;
import org.openjdk.jmh.results.format.ResultFormatType;
import org.openjdk.jmh.runner.Runner;
import org.openjdk.jmh.runner.RunnerException;
import org.openjdk.jmh.runner.options.OptionsBuilder;
import org.openjdk.jmh.runner.options.TimeValue;
import org.openjdk.jmh.runner.options.VerboseMode;

/**
 * Runs the benchmarks: each once and briefly, to see that it works; or those whose names match
 * {@code -Dflowstan.jmh=PATTERN} at full length, with the results in {@code target/jmh.json}.
 */
class BenchmarksTest {
  private static final String PATTERN = "flowstan.jmh";

  @Test
  @DisabledIfSystemProperty(named = PATTERN, matches = ".+", disabledReason = "full length wanted")
  void everyBenchmarkRuns() throws RunnerException {
    Collection<RunResult> results =
        new Runner(
                new OptionsBuilder()
                    .include("io\\.flowstan\\.benchmark\\..*")
                    .param("hosts", "20")
                    .forks(0)
                    .warmupIterations(0)
                    .measurementIterations(1)
                    .measurementTime(TimeValue.milliseconds(20))
                    .shouldFailOnError(true)
                    .verbosity(VerboseMode.SILENT)
                    .build())
            .run();

    Set<String> names = new TreeSet<>();
    for (RunResult result : results) {
      names.add(result.getParams().getBenchmark().replaceFirst(".*\\.(\\w+\\.\\w+)$", "$1"));
    }
    assertThat(names)
        .containsExactly(
            "CodecBenchmark.encodeAndObserve",
            "CodecBenchmark.encodeDecodeAndObserve",
            "EncoderBenchmark.encode",
            "EngineBenchmark.advance",
            "MetersBenchmark.count",
            "StepBenchmark.rows1",
            "StepBenchmark.rows1024",
            "StepBenchmark.rows256",
            "StepBenchmark.rows64");
  }

  @Test
  @EnabledIfSystemProperty(named = PATTERN, matches = ".+", disabledReason = "takes minutes")
  void theWantedBenchmarksRunAtFullLength() throws Exception {
    Path results = Files.createDirectories(Path.of("target")).resolve("jmh.json");
    new Runner(
            new OptionsBuilder()
                .include(System.getProperty(PATTERN))
                .forks(1)
                .warmupIterations(3)
                .warmupTime(TimeValue.seconds(2))
                .measurementIterations(5)
                .measurementTime(TimeValue.seconds(2))
                .addProfiler(GCProfiler.class)
                .shouldFailOnError(true)
                .resultFormat(ResultFormatType.JSON)
                .result(results.toString())
                .build())
        .run();

    assertThat(results).isNotEmptyFile();
  }
}
