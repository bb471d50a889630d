package io.flowstan.service.config;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ShownConfigTest {
  @ParameterizedTest
  @CsvSource({
    "acks, true",
    "security.protocol, true",
    "producer.linger.ms, true",
    "ssl.truststore.location, true",
    "schema.registry.url, true",
    "auto.register.schemas, true",
    "sasl.jaas.config, false",
    "consumer.sasl.jaas.config, false",
    "ssl.keystore.password, false",
    "ssl.key.password, false",
    "ssl.keystore.key, false",
    "ssl.keystore.certificate.chain, false",
    "basic.auth.user.info, false",
    "schema.registry.basic.auth.user.info, false",
    "bearer.auth.token, false",
    "my.interceptor.apiSecret, false",
    "nobody.knows.it, false"
  })
  void onlyWhatIsKnownAndNoSecretIsShown(String property, boolean shown) {
    assertThat(ClientProperties.isShown(property)).isEqualTo(shown);
  }

  @Test
  void secretsAreHiddenWhereverTheyStand() {
    // Given
    ObjectNode tree = JsonNodeFactory.instance.objectNode();
    tree.withObjectProperty("kafka")
        .withObjectProperty("properties")
        .put("sasl.jaas.config", "org.x.PlainLoginModule required password=\"pa55word\";")
        .put("client.id", "me");
    tree.withObjectProperty("schemaRegistry")
        .put("url", "https://user:pa55word@registry.example.org:8081");
    tree.withObjectProperty("admin").put("tokenFile", "/run/secrets/token");

    // When
    ObjectNode shown = ShownConfig.of(ServiceConfig.defaults().with("test", tree));

    // Then
    assertThat(shown.toString()).doesNotContain("pa55word");
    assertThat(shown.path("kafka").path("properties").path("sasl.jaas.config").asText())
        .isEqualTo("[hidden]");
    assertThat(shown.path("kafka").path("properties").path("client.id").asText()).isEqualTo("me");
    assertThat(shown.path("schemaRegistry").path("url").asText())
        .isEqualTo("https://[hidden]@registry.example.org:8081");
    assertThat(shown.path("admin").path("tokenFile").asText()).isEqualTo("/run/secrets/token");
  }

  @ParameterizedTest
  @CsvSource({"PT0.1S, 100ms", "PT0S, 0s", "PT90S, 90s", "PT2M, 2m", "PT24H, 1d", "PT3H, 3h"})
  void lengthsOfTimeAreShownAsTheyAreWritten(Duration time, String shown) {
    assertThat(ShownConfig.length(time)).isEqualTo(shown);
  }
}
