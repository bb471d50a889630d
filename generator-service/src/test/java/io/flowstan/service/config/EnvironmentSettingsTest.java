package io.flowstan.service.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.flowstan.service.clock.Pace;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class EnvironmentSettingsTest {
  @TempDir private Path folder;

  @Test
  void everySettingHasAVariable() {
    assertThat(EnvironmentSettings.variables())
        .containsEntry("FLOWSTAN_PACING_SPEED", "pacing.speed")
        .containsEntry("FLOWSTAN_KAFKA_BOOTSTRAP_SERVERS", "kafka.bootstrapServers")
        .containsEntry("FLOWSTAN_ADMIN_TOKEN_FILE", "admin.tokenFile")
        .containsEntry("FLOWSTAN_ADMIN_TLS_PASSWORD_FILE", "admin.tls.passwordFile")
        .containsEntry("FLOWSTAN_BUNDLE", "bundle");
  }

  @Test
  void variablesBeatTheFile() throws IOException {
    // Given
    ConfigTree file =
        file(
            """
            kafka: {bootstrapServers: "a:1", properties: {client.id: me, linger.ms: 5}}
            streams: {commitInterval: 2s}
            topics: {create: true}
            """);

    // When
    ServiceConfig config =
        read(
            file,
            Map.of(
                "FLOWSTAN_KAFKA_BOOTSTRAP_SERVERS", "b:2",
                "FLOWSTAN_KAFKA_PROPERTIES_SASL_MECHANISM", "PLAIN",
                "FLOWSTAN_STREAMS_TRANSACTION_TIMEOUT", "30s",
                "FLOWSTAN_TOPICS_CREATE", "false",
                "FLOWSTAN_POPULATION_ADDRESSES", "[10.0.0.1, 10.0.0.2]",
                "FLOWSTAN_BUNDLES", "{web: /a.zip}",
                "FLOWSTAN_BUNDLES_MAIL", "/b.zip",
                "HOME", "/root"));

    // Then
    assertThat(config.kafka().bootstrapServers()).isEqualTo("b:2");
    assertThat(config.kafka().properties())
        .isEqualTo(Map.of("client.id", "me", "linger.ms", "5", "sasl.mechanism", "PLAIN"));
    assertThat(config.streams().commitInterval()).isEqualTo(Duration.ofSeconds(2));
    assertThat(config.streams().transactionTimeout()).isEqualTo(Duration.ofSeconds(30));
    assertThat(config.topics().create()).isFalse();
    assertThat(config.population().addresses()).isEqualTo(List.of("10.0.0.1", "10.0.0.2"));
    assertThat(config.bundles()).isEqualTo(Map.of("web", "/a.zip", "mail", "/b.zip"));
  }

  @Test
  void aPaceTakesThePlaceOfTheFiles() throws IOException {
    ConfigTree file = file("pacing: {speed: 60}\n");

    assertThat(read(file, Map.of("FLOWSTAN_PACING_RATE", "250")).pacing().pace())
        .isEqualTo(new Pace.Rate(250));
    assertThat(read(file, Map.of("FLOWSTAN_PACING_SPEED", "null")).pacing().pace())
        .isEqualTo(new Pace.Realtime());
  }

  @Test
  void problemsNameTheVariableAndStandBesideThoseOfTheFile() throws IOException {
    // Given
    ConfigTree file = file("streams: {threads: many}\n");

    // When
    ConfigException refused =
        catchThrowableOfType(
            ConfigException.class,
            () ->
                read(
                    file,
                    Map.of(
                        "FLOWSTAN_ADMIN_PORT", "tcp://10.0.0.1:9464",
                        "FLOWSTAN_PACING_SPEEED", "60",
                        "FLOWSTAN_POPULATION_GROUPS", "[{")));

    // Then
    assertThat(String.valueOf(refused.getMessage()).lines())
        .hasSize(4)
        .anyMatch(
            line ->
                line.equals(
                    "FLOWSTAN_ADMIN_PORT: admin.port = \"tcp://10.0.0.1:9464\": expected a whole"
                        + " number"))
        .anyMatch(
            line ->
                line.contains("FLOWSTAN_PACING_SPEEED: unknown variable")
                    && line.contains("'FLOWSTAN_PACING_SPEED'"))
        .anyMatch(line -> line.startsWith("FLOWSTAN_POPULATION_GROUPS: population.groups"))
        .anyMatch(line -> line.contains("service.yaml:1: streams.threads"));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "FLOWSTAN_ADMIN_TOKEN",
        "FLOWSTAN_DEBUG",
        "FLOWSTAN_JAVA_OPTS",
        "FLOWSTAN_DATA",
        "FLOWSTAN_SERVICE_HOST",
        "FLOWSTAN_ADMIN_SERVICE_HOST",
        "FLOWSTAN_ADMIN_PORT_9464_TCP_ADDR",
        "FLOWSTAN_IMAGE_TAG"
      })
  void variablesOfOthersAreLeftAlone(String name) throws IOException {
    assertThat(read(ConfigTree.empty(), Map.of(name, "x"))).isEqualTo(ServiceConfig.defaults());
  }

  private ConfigTree file(String text) throws IOException {
    return ConfigTree.read(Files.writeString(folder.resolve("service.yaml"), text));
  }

  private static ServiceConfig read(ConfigTree file, Map<String, String> environment) {
    return ServiceConfig.of(file.with(EnvironmentSettings.read(environment)));
  }
}
