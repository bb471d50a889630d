package io.flowstan.service.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.assertj.core.api.Assertions.tuple;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.dataformat.yaml.YAMLFactory;
import io.flowstan.service.clock.Pace;
import io.flowstan.service.population.AssignedHost;
import java.io.IOException;
import java.lang.reflect.RecordComponent;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

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
        .withMessageContaining("pacing: speed, rate, schedule and max exclude each other");
  }

  @Test
  void aScheduleIsARateOfManyLegs() throws IOException {
    ServiceConfig config =
        read("pacing: {schedule: [{at: 0s, rate: 100}, {at: 30s, rate: ramp 100 1000 1m}]}\n");

    assertThat(config.pacing().pace().text())
        .isEqualTo("rate schedule 0s 100.0; 30s ramp 100.0 1000.0 60s");
  }

  @Test
  void groupsOfHostsHaveNetworksAndBundlesOfTheirOwn() throws IOException {
    // Given drawn hosts, and a group that is listed
    ServiceConfig config =
        read(
            """
            bundles: {web: web.zip}
            population:
              hosts: 3
              start: 2016-04-11
              groups:
                - {name: listed, addresses: [10.9.0.1, 10.9.0.2], bundle: web, seed: 5}
            """);

    // When
    List<AssignedHost> hosts = config.population().assignments(Instant.EPOCH);

    // Then
    assertThat(hosts).hasSize(5);
    assertThat(hosts.subList(0, 3)).allMatch(host -> host.bundle() == null);
    assertThat(hosts.subList(3, 5))
        .extracting(AssignedHost::bundle, host -> host.spec().seed(), host -> host.spec().startMs())
        .containsOnly(tuple("web", 5L, Instant.parse("2016-04-11T00:00:00Z").toEpochMilli()));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "population: {groups: [{name: a, hosts: 1, bundle: web}]} | ask for bundles [web]",
        "population: {groups: [{name: a, addresses: [11.0.0.1]}]} | lies outside",
        "population: {groups: [{addresses: [10.0.0.1]}, {addresses: [10.0.0.1]}]} | another group",
        "population: {hosts: 1, addresses: [10.0.0.1]} | a number or a list",
        "population: {groups: [{hots: 1}]} | population.groups[0].hots: unknown key",
        "pacing: {schedule: [{at: 5s, rate: 1}]} | first leg at 0s",
        "pacing: {rate: often} | pacing.rate = \"often\": expected flows a second",
        "pacing: {speed: 2, backfill: 3d} | backfill is for real time"
      })
  void whatDoesNotFitTogetherIsRefused(String text, String message) {
    assertThatExceptionOfType(ConfigException.class)
        .isThrownBy(() -> read(text + "\n"))
        .withMessageContaining(message);
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
