package io.flowstan.trainer.command;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.flowstan.cli.Program;
import io.flowstan.codec.Memory;
import io.flowstan.trainer.optimise.Objective;
import io.flowstan.trainer.optimise.SoftmaxObjective;
import io.flowstan.trainer.optimise.TrainingResult;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TrainCommandTest {
  private final Path folder;
  private final StringWriter out = new StringWriter();
  private final StringWriter err = new StringWriter();
  private final TableModel model = new TableModel();

  TrainCommandTest(@TempDir Path folder) {
    this.folder = folder;
  }

  /** A model whose data is a fixed table, whatever the files say. */
  private static final class TableModel implements ModelBuilder, PreparedModel {
    private final List<TrainingRequest> requests = new ArrayList<>();
    private final List<Provenance> exported = new ArrayList<>();
    private boolean diskIsFull;

    @Override
    public PreparedModel prepare(TrainingRequest request) {
      requests.add(request);
      return this;
    }

    @Override
    public Objective objective() {
      return new SoftmaxObjective();
    }

    @Override
    public Map<String, String> identity() {
      return Map.of("network", "table");
    }

    @Override
    public List<String> notes() {
      return List.of("2 rows break a rule and are left out");
    }

    @Override
    public void export(TrainingResult result, Provenance provenance, Path out) throws IOException {
      if (diskIsFull) {
        throw new IOException(out + ": no space left");
      }
      exported.add(provenance);
      Files.writeString(out, "bundle");
    }
  }

  @BeforeEach
  void filesAreThere() throws IOException {
    Files.writeString(folder.resolve("flows.csv"), "the model of this test reads no rows\n");
    Files.writeString(
        folder.resolve("hosts.txt"), "42.219.0.1\n42.219.0.2\n42.219.0.3\n42.219.0.4\n");
  }

  @Test
  void itTrainsExportsAndSums() throws Exception {
    int code = train("--epochs", "40", "--learning-rate", "0.05", "--threads", "1", "--json");

    assertThat(err.toString()).contains("2 rows break a rule", "epoch 40: nats/flow train");
    assertThat(code).isZero();
    JsonNode summary = JsonMapper.builder().build().readTree(out.toString().strip());
    // healthy: +.05 with a moving average of .999 over 320 steps; broken: +.34; bar: +.1
    assertThat(summary.path("validationNatsPerFlow").asDouble())
        .isCloseTo(SoftmaxObjective.conditionalEntropy(), within(.1));
    assertThat(summary.path("flows").asLong()).isEqualTo(40 * 480);
    assertThat(summary.path("stopped").asText()).isEqualTo("epochs-done");
    assertThat(folder.resolve("model.zip")).hasContent("bundle");
    assertThat(folder.resolve("model.zip.checkpoint")).doesNotExist();
  }

  @Test
  void provenanceNamesFilesByDigestAndWithoutFolders() {
    assertThat(train("--epochs", "1", "--seed", "9", "--threads", "1")).isZero();
    Provenance provenance = model.exported.get(0);
    assertThat(provenance.command())
        .startsWith("train --flows flows.csv --hosts hosts.txt --out model.zip --epochs 1 --seed 9")
        .doesNotContain(folder.toString());
    // sha256sum of the line in filesAreThere
    assertThat(provenance.data().get(0).sha256()).hasSize(64);
    assertThat(provenance.data().get(0).bytes()).isEqualTo(37);
  }

  @Test
  void hostsAreSplitWhole() {
    assertThat(train("--epochs", "1", "--threads", "1", "--validation-share", "0.5")).isZero();
    HostSplit hosts = model.requests.get(0).hosts();
    assertThat(hosts.training()).hasSize(2).doesNotContainAnyElementsOf(hosts.validation());
    assertThat(hosts.validation()).hasSize(2);
  }

  @Test
  void memoryIsFullUnlessDeclined() {
    assertThat(train("--epochs", "1", "--threads", "1")).isZero();
    assertThat(train("--epochs", "1", "--threads", "1", "--overwrite", "--memoryless")).isZero();
    assertThat(model.requests)
        .extracting(TrainingRequest::memory)
        .containsExactly(Memory.FULL, Memory.NONE);
    assertThat(model.exported.get(0).command()).doesNotContain("--memoryless");
    assertThat(model.exported.get(1).command()).endsWith("--memoryless");
  }

  @Test
  void stanHasSettingsOfItsOwnAndIsNamedInTheCommand() {
    assertThat(train("--epochs", "1", "--threads", "1", "--architecture", "stan")).isZero();
    assertThat(model.requests.get(0).batch()).isEqualTo(64);
    assertThat(model.requests.get(0).rows()).isEqualTo(40_000);
    assertThat(model.exported.get(0).command())
        .contains("--batch 64 --learning-rate 0.001")
        .endsWith("--architecture stan --rows 40000");
  }

  @Test
  void optionsOfTheOtherArchitectureAreRefused() {
    assertThat(train("--rows", "100")).isEqualTo(2);
    assertThat(err.toString()).contains("--rows 100: expected only with --architecture stan");
    assertThat(train("--architecture", "stan", "--memoryless")).isEqualTo(2);
    assertThat(err.toString()).contains("--memoryless: expected with --architecture flowstan only");
  }

  @Test
  void aFailedExportKeepsTheTrainingForResume() {
    model.diskIsFull = true;
    assertThat(train("--epochs", "2", "--threads", "1")).isEqualTo(1);
    assertThat(err.toString()).contains("no space left");
    assertThat(train("--epochs", "2", "--threads", "1")).isEqualTo(2);
    assertThat(err.toString()).contains("go on with --resume, or begin anew with --overwrite");

    model.diskIsFull = false;
    assertThat(train("--epochs", "2", "--threads", "1", "--resume")).isZero();
    assertThat(model.exported).hasSize(1);
  }

  @Test
  void whatCannotWorkIsRefusedBeforeTheDataIsRead() throws IOException {
    Files.writeString(folder.resolve("model.zip"), "precious");
    assertThat(train()).isEqualTo(2);
    assertThat(err.toString()).contains("model.zip: exists already");
    Files.delete(folder.resolve("model.zip"));

    assertThat(train("--resume")).isEqualTo(1);
    assertThat(err.toString()).contains("no checkpoint to resume");

    assertThat(train("--epochs", "0", "--validation-share", "1.5")).isEqualTo(2);
    assertThat(err.toString())
        .contains("--epochs 0: expected a whole number >= 1; --validation-share 1.5: expected");

    Files.writeString(folder.resolve("hosts.txt"), "");
    assertThat(train()).isEqualTo(1);
    assertThat(err.toString()).contains("hosts.txt");

    Files.delete(folder.resolve("flows.csv"));
    assertThat(train()).isEqualTo(1);
    assertThat(err.toString()).contains("flows.csv: no such file");
    assertThat(model.requests).isEmpty();
  }

  @Test
  void aMissingFolderOfTheBundleIsSaid() {
    int code =
        run(
            "train",
            "--flows",
            path("flows.csv"),
            "--hosts",
            path("hosts.txt"),
            "--out",
            path("no/m"));
    assertThat(code).isEqualTo(2);
    assertThat(err.toString()).contains("no folder");
  }

  private int train(String... more) {
    List<String> arguments =
        new ArrayList<>(
            List.of(
                "train",
                "--flows",
                path("flows.csv"),
                "--hosts",
                path("hosts.txt"),
                "--out",
                path("model.zip")));
    arguments.addAll(List.of(more));
    return run(arguments.toArray(new String[0]));
  }

  private int run(String... arguments) {
    return Program.of(
            List.of(new TrainCommand(model)),
            new PrintWriter(out, true),
            new PrintWriter(err, true))
        .execute(arguments);
  }

  private String path(String name) {
    return folder.resolve(name).toString();
  }
}
