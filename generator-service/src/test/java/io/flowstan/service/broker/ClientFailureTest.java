package io.flowstan.service.broker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.Map;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.errors.SaslAuthenticationException;
import org.apache.kafka.common.errors.SslAuthenticationException;
import org.apache.kafka.common.errors.TopicAuthorizationException;
import org.junit.jupiter.api.Test;

class ClientFailureTest {
  private static final Map<String, String> CLIENT =
      Map.of(
          "bootstrap.servers", "b:1",
          "ssl.truststore.password", "store-secret",
          "basic.auth.user.info", "alice:user-secret",
          "bearer.auth.token", "token-secret",
          "sasl.jaas.config",
              "org.apache.kafka.common.security.scram.ScramLoginModule required"
                  + " username=\"alice\" password=\"jaas-secret\";");

  @Test
  void theLastCauseIsToldBesideTheFirst() {
    KafkaException failure =
        new KafkaException("Failed create new client", new KafkaException("no such store"));

    assertThat(ClientFailure.explain(failure, CLIENT))
        .isEqualTo("Failed create new client: no such store");
  }

  @Test
  void secretsOfTheSettingsAreHiddenAndNamesStay() {
    KafkaException failure =
        new KafkaException(
            "alice: jaas-secret, store-secret, alice:user-secret, user-secret, token-secret");

    assertThat(ClientFailure.explain(failure, CLIENT))
        .isEqualTo("alice: [hidden], [hidden], [hidden], [hidden], [hidden]");
  }

  @Test
  void whatToLookAtIsSaid() {
    assertThat(ClientFailure.explain(new SaslAuthenticationException("no"), CLIENT))
        .contains("sasl.jaas.config");
    assertThat(
            ClientFailure.explain(
                new KafkaException("no", new SslAuthenticationException("PKIX")), CLIENT))
        .contains("ssl.truststore.location");
    assertThat(ClientFailure.explain(new TopicAuthorizationException("no"), CLIENT))
        .contains("docs/operations.md");
  }

  @Test
  void aMalformedLoginModuleIsRefusedWithoutItsPassword() {
    Map<String, String> client =
        Map.of(
            "bootstrap.servers", "127.0.0.1:1",
            "security.protocol", "SASL_PLAINTEXT",
            "sasl.mechanism", "SCRAM-SHA-512",
            "sasl.jaas.config", "no.such.Module required password=\"jaas-secret\" jaas-other");

    assertThatThrownBy(() -> BrokerWait.until(client, Duration.ofSeconds(1), said -> {}))
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("no client with these settings")
        .message()
        .doesNotContain("jaas-secret");
  }

  @Test
  void theNamesOfSecretSettingsAreKnown() {
    assertThat(
            new String[] {
              "sasl.jaas.config",
              "producer.sasl.jaas.config",
              "ssl.key.password",
              "ssl.keystore.key",
              "schema.registry.basic.auth.user.info",
              "bearer.auth.token",
              "sasl.oauthbearer.client.credentials.client.secret"
            })
        .allMatch(ClientSecrets::isSecret);
    assertThat(
            new String[] {
              "ssl.truststore.location", "basic.auth.credentials.source", "sasl.mechanism"
            })
        .noneMatch(ClientSecrets::isSecret);
  }
}
