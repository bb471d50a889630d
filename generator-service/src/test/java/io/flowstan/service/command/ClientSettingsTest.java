package io.flowstan.service.command;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import io.flowstan.cli.UsageException;
import io.flowstan.service.config.ServiceConfig;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ClientSettingsTest {
  @Test
  void theRegistrysSettingsStayWithTheRegistry() throws Exception {
    ServiceConfig config =
        config(
            """
            kafka: {properties: {client.id: me}}
            schemaRegistry: {url: "https://r:8081", properties: {basic.auth.user.info: "a:b"}}
            """);

    assertThat(ClientSettings.kafka(config)).containsOnlyKeys("bootstrap.servers", "client.id");
  }

  @Test
  void aSerializerOfTheUsersFindsTheRegistrysAmongItsOwn() throws Exception {
    ServiceConfig config =
        config(
            """
            kafka: {properties: {value.serializer: some.Serializer, ssl.truststore.location: k}}
            schemaRegistry:
              url: https://r:8081
              properties: {auto.register.schemas: false, ssl.truststore.location: r}
            """);

    assertThat(ClientSettings.kafka(config))
        .containsEntry("schema.registry.url", "https://r:8081")
        .containsEntry("auto.register.schemas", "false")
        .containsEntry("ssl.truststore.location", "k")
        .containsEntry("schema.registry.ssl.truststore.location", "r");
  }

  @Test
  void aSerializerWithoutARegistryIsRefused() throws Exception {
    ServiceConfig config = config("kafka: {properties: {value.serializer: some.Serializer}}");

    assertThatThrownBy(() -> ClientSettings.kafka(config))
        .isInstanceOf(UsageException.class)
        .hasMessageContaining("value.serializer = \"some.Serializer\": expected --schema-registry");
  }

  @Test
  void aRegistrysPasswordMayComeFromAFile(@TempDir Path folder) throws Exception {
    Path secrets = Files.writeString(folder.resolve("secrets"), "token=from-the-file\n");
    ServiceConfig config =
        config(
            """
            kafka:
              properties:
                config.providers: file
                config.providers.file.class: org.apache.kafka.common.config.provider.FileConfigProvider
            schemaRegistry:
              url: https://r:8081
              properties:
                bearer.auth.credentials.source: STATIC_TOKEN
                bearer.auth.token: ${file:%s:token}
            """
                .formatted(secrets));

    assertThat(ClientSettings.registry(config, "https://r:8081").authorization())
        .contains("Bearer from-the-file");
  }

  @Test
  void allThatIsWrongWithTheRegistrysIsSaid() throws Exception {
    ServiceConfig config =
        config("schemaRegistry: {properties: {max.retries: many, auto.register.schemas: yes!}}");

    assertThatThrownBy(() -> ClientSettings.registry(config, "r:8081"))
        .isInstanceOf(UsageException.class)
        .hasMessageContaining("schema.registry.url: \"r:8081\"")
        .hasMessageContaining("max.retries: \"many\"")
        .hasMessageContaining("auto.register.schemas: \"yes!\"");
  }

  private static ServiceConfig config(String yaml) throws IOException {
    return ServiceConfig.defaults().with("test", (ObjectNode) new YAMLMapper().readTree(yaml));
  }
}
