package io.flowstan.service.registry;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Map;
import org.junit.jupiter.api.Test;

class RegistryConfigTest {
  @Test
  void defaultsAreThoseOfConfluentsClients() {
    RegistryConfig config = RegistryConfig.of(Map.of("schema.registry.url", "http://r:8081/"));

    assertThat(config.autoRegister()).isTrue();
    assertThat(config.useLatest()).isFalse();
    assertThat(config.authorization()).isEmpty();
    assertThat(config.urls()).extracting(Object::toString).containsExactly("http://r:8081");
  }

  @Test
  void aUserInTheAddressIsSentButNeverShown() {
    RegistryConfig config = RegistryConfig.of(Map.of("schema.registry.url", "http://u:pw@r:8081"));

    assertThat(config.authorization()).contains("Basic dTpwdw==");
    assertThat(config.toString()).isEqualTo("schema registry [http://r:8081]");
  }

  @Test
  void aTokenIsSentButNeverShown() {
    RegistryConfig config =
        RegistryConfig.of(
            Map.of(
                "schema.registry.url", "https://r:8081",
                "bearer.auth.credentials.source", "STATIC_TOKEN",
                "bearer.auth.token", "token-secret"));

    assertThat(config.authorization()).contains("Bearer token-secret");
    assertThat(config.toString()).doesNotContain("token-secret");
  }

  @Test
  void aTokenIsAskedForWhereItIsAnnouncedAndNotBesideAPassword() {
    assertThatThrownBy(
            () ->
                RegistryConfig.of(
                    Map.of(
                        "schema.registry.url", "https://r:8081",
                        "bearer.auth.credentials.source", "OAUTHBEARER",
                        "basic.auth.credentials.source", "USER_INFO")))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("\"OAUTHBEARER\": expected STATIC_TOKEN")
        .hasMessageContaining("expected no basic.auth.credentials.source")
        .hasMessageContaining("bearer.auth.token: expected a token");
  }

  @Test
  void everythingWrongIsSaidAtOnce() {
    assertThatThrownBy(
            () ->
                RegistryConfig.of(
                    Map.of(
                        "schema.registry.url", "registry:8081",
                        "auto.register.schemas", "yes",
                        "max.retries", "-1",
                        "schema.registry.ssl.truststore.loc", "x",
                        "basic.auth.credentials.source", "USER_INFO")))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("\"registry:8081\": expected http://HOST:PORT")
        .hasMessageContaining("auto.register.schemas: \"yes\": expected true or false")
        .hasMessageContaining("max.retries: \"-1\": expected a whole number >= 0")
        .hasMessageContaining("schema.registry.ssl.truststore.loc: unknown key")
        .hasMessageContaining("basic.auth.user.info: expected USER:PASSWORD");
  }

  @Test
  void aTrustStoreThatIsNotThereIsSaidWithItsPath() {
    RegistryConfig config =
        RegistryConfig.of(
            Map.of(
                "schema.registry.url", "https://r:8081",
                "schema.registry.ssl.truststore.location", "/no/such/store.p12",
                "schema.registry.ssl.truststore.type", "PKCS12"));

    assertThatThrownBy(() -> new SchemaRegistryClient(config))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("/no/such/store.p12")
        .hasMessageContaining("PKCS12");
  }
}
