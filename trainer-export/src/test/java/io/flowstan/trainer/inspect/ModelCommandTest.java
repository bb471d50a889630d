package io.flowstan.trainer.inspect;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.flowstan.bundle.Bundle;
import io.flowstan.cli.Program;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import javax.xml.parsers.DocumentBuilderFactory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ModelCommandTest {
  private final Path folder;
  private final StringWriter out = new StringWriter();
  private final StringWriter err = new StringWriter();

  ModelCommandTest(@TempDir Path folder) {
    this.folder = folder;
  }

  @Test
  void theShippedModelIsLookedIntoByDefault() throws IOException {
    assertThat(run("--json")).isZero();

    JsonNode model = JsonMapper.builder().build().readTree(out.toString());
    assertThat(model.path("digest").asText()).isEqualTo(Bundle.openDefault().digest());
    assertThat(model.path("heads")).hasSize(14);
    assertThat(model.path("graphs").path("context").path("multiplyAdds").path("perRow").asLong())
        .isPositive();
  }

  /** The trainer counted what it learned, this command what the graphs read. */
  @Test
  void theParametersAreThoseThatTheTrainerCounted() throws IOException {
    run("--json");

    JsonNode model = JsonMapper.builder().build().readTree(out.toString());
    assertThat(model.path("parameters").asLong())
        .isEqualTo(model.path("metrics").path("parameters").asLong());
  }

  @Test
  void peopleReadAttributesGraphsAndWhereItIsFrom() {
    run();

    assertThat(out.toString())
        .containsPattern("first-octet +\\d+ +-")
        .containsPattern("graph step .*[\\d,]+ multiply-adds a flow")
        .contains("in   history         float32  [N, 32, 24]")
        .contains("command: train --flows");
  }

  @Test
  void everyServiceOfTheModelHasItsVectorInTheTable() throws Exception {
    // When
    assertThat(run("--embeddings", folder.resolve("classes.csv").toString())).isZero();

    // Then a line for each class, with as many numbers as the embedding is wide
    List<String> services = new ArrayList<>();
    for (String line : Files.readAllLines(folder.resolve("classes.csv"))) {
      if (line.startsWith("service,")) {
        services.add(line);
      }
    }
    int classes = new InspectedModel(Bundle.openDefault()).codec().serviceClasses();
    assertThat(services)
        .hasSize(classes)
        .anyMatch(line -> line.contains("\"port 443 at the peer\""));
    assertThat(services)
        .allMatch(
            line ->
                line.matches(
                    "service,\\d+,\"[^\"]+\",[-\\d.e]+,[-\\d.e]+(,| [-\\d.e]+|[-\\d.e]+)+"));
  }

  @Test
  void thePictureBesideItIsAFileOfItsOwn() throws Exception {
    run("--embeddings", folder.resolve("classes.csv").toString());

    Path picture = folder.resolve("classes.svg");
    DocumentBuilderFactory xml = DocumentBuilderFactory.newInstance();
    xml.setNamespaceAware(true);
    assertThat(xml.newDocumentBuilder().parse(picture.toFile()).getDocumentElement())
        .extracting(root -> root.getNamespaceURI() + " " + root.getLocalName())
        .isEqualTo("http://www.w3.org/2000/svg svg");
    assertThat(picture).content().contains("http", "TCP", "kind 1");
  }

  @Test
  void aTableOfAnotherNameIsRefused() {
    assertThat(run("--embeddings", folder.resolve("classes.txt").toString())).isEqualTo(2);
    assertThat(err.toString()).contains("expected a file that ends in .csv");
  }

  private int run(String... arguments) {
    List<String> all = new ArrayList<>(List.of("model"));
    all.addAll(List.of(arguments));
    return Program.of(
            List.of(new ModelCommand()), new PrintWriter(out, true), new PrintWriter(err, true))
        .execute(all.toArray(new String[0]));
  }
}
