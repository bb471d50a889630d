package io.flowstan.service.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.assertj.core.api.Assertions.tuple;

import io.flowstan.service.clock.Pace;
import io.flowstan.service.population.AssignedHost;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ServiceConfigTest {
  @TempDir private Path folder;

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
  void everyProblemStandsWithItsLine() {
    // Given a key that is twice there, wrong values and wrong combinations, some of one record
    String text =
        """
        topics:
          hosts: a b
          partitions: 0
          partitions: -1
        streams: {applicationId: "", threads: 0}
        pacing:
          speed: 2
          rate: 5
        admin:
          port: 99999
          allowedHosts: ["http://x"]
        population:
          groups:
            - hosts: some
        """;

    // When
    ConfigException refused = catchThrowableOfType(ConfigException.class, () -> read(text));

    // Then
    assertThat(refused.found())
        .extracting(problem -> problem.place().replaceAll(".*/", ""), ConfigProblem::path)
        .contains(
            tuple("service.yaml:4", "topics.partitions"),
            tuple("service.yaml:2", "topics.hosts"),
            tuple("service.yaml:5", "streams.applicationId"),
            tuple("service.yaml:5", "streams.threads"),
            tuple("service.yaml:7", "pacing.speed"),
            tuple("service.yaml:10", "admin.port"),
            tuple("service.yaml:11", "admin.allowedHosts"),
            tuple("service.yaml:14", "population.groups[0].hosts"));
  }

  @Test
  void anEmptyFileIsAllDefaults() throws IOException {
    assertThat(read("")).isEqualTo(ServiceConfig.defaults());
    assertThat(read("# nothing\n")).isEqualTo(ServiceConfig.defaults());
  }

  @Test
  void passwordsAreNotQuoted() {
    assertThatExceptionOfType(ConfigException.class)
        .isThrownBy(() -> read("kafka: {properties: pa55word}\n"))
        .withMessageNotContaining("pa55word")
        .withMessageContaining("kafka.properties");
  }

  @Test
  void aConfigurationAsTextHoldsNoSecret() throws IOException {
    String text =
        read("""
                kafka: {properties: {sasl.jaas.config: pa55word}}
                schemaRegistry: {url: "http://user:pa55word@registry", properties: {}}
                """)
            .toString();
    assertThat(text).doesNotContain("pa55word");
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
}
