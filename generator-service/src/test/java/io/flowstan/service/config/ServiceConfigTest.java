package io.flowstan.service.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.dataformat.yaml.YAMLFactory;
import io.flowstan.service.clock.Pace;
import java.io.IOException;
import java.lang.reflect.RecordComponent;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ServiceConfigTest {
  private static final Path EXAMPLE = Path.of("../examples/service.yaml");

  @TempDir private Path folder;

  @Test
  void theExampleIsReadAndNamesEveryKey() throws IOException {
    // When
    ServiceConfig config = ServiceConfig.read(EXAMPLE);

    // Then
    assertThat(config.pacing().pace()).isEqualTo(new Pace.Speed(60));
    assertThat(config.pacing().until()).isEqualTo(Instant.parse("2016-04-12T00:00:00Z"));
    assertThat(config.streams().commitInterval()).isEqualTo(Duration.ofSeconds(1));
    assertThat(config.schemaRegistry().properties()).containsEntry("auto.register.schemas", "true");
    assertNamesEveryKey(
        new ObjectMapper(new YAMLFactory()).readTree(EXAMPLE.toFile()), ServiceConfig.class);
  }

  @Test
  void whatIsLeftOutKeepsItsDefault() throws IOException {
    ServiceConfig config = read("population: {hosts: 3}\n");

    assertThat(config.population().hosts()).isEqualTo(3);
    assertThat(config.topics()).isEqualTo(ServiceConfig.defaults().topics());
    assertThat(config.pacing().pace()).isEqualTo(new Pace.Realtime());
  }

  @Test
  void allProblemsAreSaidAtOnceEachWithItsPath() {
    // Given a file with a misspelt key, a word for a number, an unknown group and a bad network
    String text =
        """
        pacing: {speeed: 60}
        streams: {threads: many}
        colour: {red: 1}
        population: {network: 10.0.0.0/99}
        """;

    // When
    ConfigException refused = catchThrowableOfType(ConfigException.class, () -> read(text));

    // Then
    assertThat(refused.problems())
        .satisfiesExactlyInAnyOrder(
            one -> assertThat(one).isEqualTo("pacing.speeed: unknown key (did you mean 'speed'?)"),
            one -> assertThat(one).isEqualTo("streams.threads = \"many\": expected a whole number"),
            one -> assertThat(one).startsWith("colour: unknown key (expected one of kafka,"),
            one ->
                assertThat(one)
                    .startsWith("population.network = \"10.0.0.0/99\": expected a network"));
  }

  @Test
  void whatTheRecordsRefuseIsSaidWithThePath() {
    assertThatExceptionOfType(ConfigException.class)
        .isThrownBy(() -> read("pacing: {speed: 60, rate: 5}\n"))
        .withMessageContaining("pacing: speed, rate and max exclude each other");
  }

  @Test
  void brokenYamlIsSaidWithItsLine() {
    assertThatExceptionOfType(ConfigException.class)
        .isThrownBy(() -> read("kafka:\n  a: [1\nb: 2\n"))
        .withMessageContaining("not YAML");
  }

  private ServiceConfig read(String text) throws IOException {
    return ServiceConfig.read(Files.writeString(folder.resolve("service.yaml"), text));
  }

  private static void assertNamesEveryKey(JsonNode tree, Class<?> type) {
    for (RecordComponent component : type.getRecordComponents()) {
      assertThat(tree.has(component.getName())).as(component.getName()).isTrue();
      if (component.getType().isRecord() && tree.get(component.getName()).isObject()) {
        assertNamesEveryKey(tree.get(component.getName()), component.getType());
      }
    }
  }
}
