package io.flowstan.trainer.model;

import static org.assertj.core.api.Assertions.assertThat;

import io.flowstan.bundle.Bundle;
import io.flowstan.cli.FlowstanCommand;
import io.flowstan.cli.Program;
import io.flowstan.cli.sample.SampleCommand;
import io.flowstan.codec.CodecSpec;
import io.flowstan.flow.Flow;
import io.flowstan.flow.FlowRule;
import io.flowstan.io.FlowReader;
import io.flowstan.io.HostList;
import io.flowstan.io.OnError;
import io.flowstan.reference.ReferenceHistograms;
import io.flowstan.trainer.command.TrainCommand;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Flows in, a bundle out, flows out of the bundle: by the commands, on a small world. */
class TrainedModelTest {
  @TempDir private Path folder;

  @Test
  void whatIsTrainedIsServed() throws IOException {
    new SmallWorld(8, 1).write(folder, 120);

    String said =
        run(
            new TrainCommand(),
            "train",
            "--flows",
            path("flows.csv"),
            "--hosts",
            path("hosts.txt"),
            "--out",
            path("model.zip"),
            "--epochs",
            "2",
            "--batch",
            "256",
            "--threads",
            "1");
    assertThat(said).contains("nats/flow on hosts not trained on");
    Bundle bundle = Bundle.open(folder.resolve("model.zip"));
    CodecSpec codec = bundle.manifest().section("codec", CodecSpec.class);
    assertThat(codec.protocols()).containsExactlyInAnyOrder(6, 17);
    assertThat(codec.firstOctets()).containsExactly(8, 93);
    ReferenceHistograms reference =
        Objects.requireNonNull(ReferenceHistograms.of(bundle.manifest()));
    assertThat(reference.of("service-port")).containsOnlyKeys("53", "80", "443");
    assertThat(reference.of("peer-first-octet")).containsOnlyKeys("8", "93");

    sample("one.csv", 7);
    sample("again.csv", 7);
    sample("other.csv", 8);

    assertThat(folder.resolve("again.csv")).hasSameBinaryContentAs(folder.resolve("one.csv"));
    assertThat(Files.mismatch(folder.resolve("one.csv"), folder.resolve("other.csv")))
        .isNotNegative();
    Set<Integer> hosts = new HashSet<>(HostList.read(folder.resolve("one.hosts")).addresses());
    assertThat(hosts).hasSize(20);
    long count = 0;
    try (FlowReader reader = FlowReader.open(folder.resolve("one.csv"), OnError.FAIL)) {
      for (Flow flow = reader.read(); flow != null; flow = reader.read()) {
        int host = hosts.contains(flow.source()) ? flow.source() : flow.destination();
        assertThat(FlowRule.allHold(flow, host)).as("%s", flow).isTrue();
        count++;
      }
    }
    assertThat(count).isGreaterThan(20);
  }

  private void sample(String name, long seed) {
    run(
        new SampleCommand(),
        "sample",
        "--hosts",
        "20",
        "--duration",
        "2h",
        "--seed",
        Long.toString(seed),
        "--bundle",
        path("model.zip"),
        "--threads",
        "1",
        "--out",
        path(name));
  }

  /** What the command says to people; it must be done. */
  private static String run(FlowstanCommand command, String... arguments) {
    StringWriter err = new StringWriter();
    int exitCode =
        Program.of(
                List.of(command),
                new PrintWriter(new StringWriter(), true),
                new PrintWriter(err, true))
            .execute(arguments);
    assertThat(exitCode).as("%s", err).isZero();
    return err.toString();
  }

  private String path(String name) {
    return folder.resolve(name).toString();
  }
}
