package io.flowstan.trainer.inspect;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.flowstan.bundle.Bundle;
import io.flowstan.bundle.BundleWriter;
import io.flowstan.cli.Program;
import io.flowstan.flow.Flow;
import io.flowstan.flow.IpProtocol;
import io.flowstan.flow.Ipv4;
import io.flowstan.io.FlowFormat;
import io.flowstan.io.FlowWriter;
import io.flowstan.profile.ProfileDistribution;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
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
        .contains("in   history         uint8    [N, 32, 28]")
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

  @Test
  void whatLiveStreamsAreComparedWithIsCountedAnew() throws Exception {
    // Given a table of one host's two queries
    Path table = queries("42.219.1.7", 2);
    Path hosts = Files.writeString(folder.resolve("hosts.txt"), "42.219.1.7\n");
    Path made = folder.resolve("with-reference.zip");
    // When
    int code =
        run(
            "--reference",
            table.toString(),
            "--hosts",
            hosts.toString(),
            "--out",
            made.toString(),
            "--json");
    // Then the new bundle is the shipped one but for its reference
    assertThat(code).as(err.toString()).isZero();
    Bundle bundle = Bundle.open(made);
    assertThat(bundle.manifest().files()).isEqualTo(Bundle.openDefault().manifest().files());
    assertThat(bundle.manifest().reference().at("/service-port/53").asLong()).isEqualTo(2);
    assertThat(JsonMapper.builder().build().readTree(out.toString()).path("digest").asText())
        .isEqualTo(bundle.digest());
  }

  @Test
  void newHostsAreLikeThoseOfAnotherTable() throws Exception {
    // Given hosts that ask for names, one more often than the other
    Path quiet = queries("42.219.1.7", 40);
    Path busy = queries("42.219.1.8", 80);
    Path table = folder.resolve("both.csv");
    Files.write(table, Stream.of(quiet, busy).flatMap(ModelCommandTest::lines).sorted().toList());
    Path hosts = Files.writeString(folder.resolve("two.txt"), "42.219.1.7\n42.219.1.8\n");
    Path made = folder.resolve("with-profiles.zip");

    // When
    int code =
        run("--profiles", table.toString(), "--hosts", hosts.toString(), "--out", made.toString());

    // Then the model is the shipped one, but draws hosts with their rates
    assertThat(code).as(err.toString()).isZero();
    Bundle bundle = Bundle.open(made);
    Bundle shipped = Bundle.openDefault();
    assertThat(bundle.manifest().files()).isEqualTo(shipped.manifest().files());
    ProfileDistribution old = shipped.manifest().section("profiles", ProfileDistribution.class);
    ProfileDistribution now = bundle.manifest().section("profiles", ProfileDistribution.class);
    assertThat(now.features()).isEqualTo(old.features());
    assertThat(now.quantiles().get(0)).startsWith(Math.log(40)).endsWith(Math.log(80));
    assertThat(now.mean().subList(0, now.inputs())).isEqualTo(old.mean().subList(0, old.inputs()));
    assertThat(now.rate()).isNotEqualTo(old.rate());
  }

  @Test
  void hostsAndAPlaceNeedATable() {
    assertThat(run("--hosts", "hosts.txt", "--out", "made")).isEqualTo(2);
    assertThat(err.toString()).contains("--reference").contains("--profiles");
  }

  @Test
  void aReferenceNeedsItsHostsAndAPlace() {
    assertThat(run("--reference", folder.resolve("flows.csv").toString())).isEqualTo(2);
    assertThat(err.toString()).contains("--hosts").contains("--out");
  }

  /**
   * The shipped graphs are those that this program writes, so that writing them changes nothing.
   */
  @Test
  void theShippedModelIsExportedAsItIs() throws IOException {
    Path exported = folder.resolve("exported");

    assertThat(run("--export", exported.toString())).as(err.toString()).isZero();

    assertThat(Bundle.open(exported).manifest().files())
        .isEqualTo(Bundle.openDefault().manifest().files());
    assertThat(Bundle.open(exported).digest()).isEqualTo(Bundle.openDefault().digest());
  }

  @Test
  void weightsOfAnotherNetworkAreNotExported() throws IOException {
    // Given a model whose hosts have one feature fewer than its weights know
    Bundle shipped = Bundle.openDefault();
    ProfileDistribution known = shipped.manifest().section("profiles", ProfileDistribution.class);
    int features = known.inputs() - 1;
    ProfileDistribution fewer =
        new ProfileDistribution(
            known.features().subList(0, features),
            known.quantiles().subList(0, features),
            known.kinds().stream().map(kind -> firstFeatures(kind, features)).toList(),
            known.mean().subList(0, features),
            known.deviation().subList(0, features),
            known.rate());
    Path bundle = folder.resolve("fewer.zip");
    BundleWriter.of(shipped).section("profiles", fewer).write(bundle);

    // When
    int code = run(bundle.toString(), "--export", folder.resolve("exported").toString());

    // Then
    assertThat(code).isEqualTo(1);
    assertThat(err.toString()).contains("fewer.zip").contains("trunk.weight").contains("trained");
    assertThat(folder.resolve("exported")).doesNotExist();
  }

  private static ProfileDistribution.Kind firstFeatures(
      ProfileDistribution.Kind kind, int features) {
    return new ProfileDistribution.Kind(
        kind.weight(), kind.mean().subList(0, features), kind.cholesky().subList(0, features));
  }

  private int run(String... arguments) {
    List<String> all = new ArrayList<>(List.of("model"));
    all.addAll(List.of(arguments));
    return Program.of(
            List.of(new ModelCommand()), new PrintWriter(out, true), new PrintWriter(err, true))
        .execute(all.toArray(new String[0]));
  }

  /** A table of {@code count} queries of {@code host} in as many seconds. */
  private Path queries(String host, int count) throws IOException {
    Path table = folder.resolve(host + ".csv");
    try (FlowWriter writer = FlowWriter.open(table, FlowFormat.UGR16)) {
      for (int i = 0; i < count; i++) {
        writer.write(
            new Flow(
                1_460_332_800L + i,
                0,
                Ipv4.parse(host),
                Ipv4.parse("8.8.4.4"),
                50_000,
                53,
                IpProtocol.UDP,
                0,
                0,
                0,
                1,
                60,
                "background"));
      }
      writer.commit();
    }
    return table;
  }

  private static Stream<String> lines(Path table) {
    try {
      return Files.readAllLines(table).stream();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
