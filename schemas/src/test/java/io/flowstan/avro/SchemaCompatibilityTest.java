package io.flowstan.avro;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.fail;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.apache.avro.Schema;
import org.apache.avro.SchemaCompatibility;
import org.apache.avro.SchemaCompatibility.SchemaCompatibilityType;
import org.apache.avro.SchemaNormalization;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The topics' schemas against frozen copies of every version that consumers may hold. */
class SchemaCompatibilityTest {
  private static final Path GOLDEN = Path.of("src", "test", "resources", "golden");

  static List<Schema> schemas() {
    return List.of(TopicSchemas.FLOW, TopicSchemas.HOST, TopicSchemas.CONTROL, TopicSchemas.ACK);
  }

  @ParameterizedTest
  @MethodSource("schemas")
  void readsWhatEveryFrozenVersionWrote(Schema current) throws IOException {
    for (Path version : versions(current)) {
      Schema golden = golden(version, current);

      var result = SchemaCompatibility.checkReaderWriterCompatibility(current, golden).getResult();

      assertThat(result.getCompatibility())
          .as("%s reads %s: %s", current.getName(), version, result.getIncompatibilities())
          .isEqualTo(SchemaCompatibilityType.COMPATIBLE);
    }
  }

  @ParameterizedTest
  @MethodSource("schemas")
  void isReadByEveryFrozenVersion(Schema current) throws IOException {
    for (Path version : versions(current)) {
      Schema golden = golden(version, current);

      var result = SchemaCompatibility.checkReaderWriterCompatibility(golden, current).getResult();

      assertThat(result.getCompatibility())
          .as("%s of %s reads the current one: %s", current.getName(), version, result)
          .isEqualTo(SchemaCompatibilityType.COMPATIBLE);
    }
  }

  @ParameterizedTest
  @MethodSource("schemas")
  void theNewestFrozenVersionIsTheCurrentSchema(Schema current) throws IOException {
    List<Path> versions = versions(current);
    Path newest = versions.get(versions.size() - 1);

    assertThat(golden(newest, current))
        .as(
            "%s differs from %s; a published version never changes: store the new one as %s",
            current.getName(), newest, GOLDEN.resolve("v" + (number(newest) + 1)))
        .isEqualTo(current);
  }

  @ParameterizedTest
  @MethodSource("schemas")
  void everyFieldHasADocThatNamesItsUnit(Schema current) {
    assertThat(current.getDoc()).isNotBlank();
    for (Schema.Field field : current.getFields()) {
      assertThat(field.doc())
          .as("doc of %s.%s", current.getName(), field.name())
          .containsPattern(
              "milliseconds|seconds|a count|[nN]umber|octet|dotted quad|bits|units|without unit");
    }
  }

  @Test
  void theGeneratedRecordsAreTheSchemasUnderMainAvro() {
    assertThat(canonical(FlowRecord.SCHEMA$)).isEqualTo(canonical(TopicSchemas.FLOW));
    assertThat(canonical(HostAssignment.SCHEMA$)).isEqualTo(canonical(TopicSchemas.HOST));
    assertThat(canonical(ControlCommand.SCHEMA$)).isEqualTo(canonical(TopicSchemas.CONTROL));
    assertThat(canonical(ControlAck.SCHEMA$)).isEqualTo(canonical(TopicSchemas.ACK));
  }

  private static String canonical(Schema schema) {
    return SchemaNormalization.toParsingForm(schema);
  }

  /** The versions since the schema first was there; at least the newest. */
  private static List<Path> versions(Schema schema) throws IOException {
    try (Stream<Path> folders = Files.list(GOLDEN)) {
      List<Path> all = folders.sorted((a, b) -> Integer.compare(number(a), number(b))).toList();
      Path newest = all.get(all.size() - 1);
      return all.stream()
          .filter(
              version ->
                  version.equals(newest)
                      || Files.exists(version.resolve(schema.getName() + ".avsc")))
          .toList();
    }
  }

  private static int number(Path version) {
    return Integer.parseInt(version.getFileName().toString().substring(1));
  }

  private static Schema golden(Path version, Schema current) throws IOException {
    Path file = version.resolve(current.getName() + ".avsc");
    if (!Files.exists(file)) {
      return fail(
          "%s is missing: store there what src/main/avro/%s.avsc holds:%n%s",
          file, current.getName(), current);
    }
    try (InputStream in = Files.newInputStream(file)) {
      return new Schema.Parser().parse(in);
    }
  }
}
