package io.flowstan.service.admin;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Who may ask what, by host, origin and token. */
class AccessRulesTest {
  private static final String TOKEN = "s3cret";
  private static final AdminSettings LOOPBACK = AdminSettings.onLoopback(9464);
  private static final AdminSettings OPEN_TO_ALL =
      new AdminSettings(
          new InetSocketAddress("0.0.0.0", 9464), null, List.of("flows.example.org"), null);

  @ParameterizedTest
  @ValueSource(
      strings = {"127.0.0.1:9464", "localhost", "LOCALHOST:1", "[::1]:9464", "192.168.1.2:80"})
  void anAddressIsNobodysTrick(String host) {
    assertThat(status(LOOPBACK, "GET", Access.OPEN, true, "Host: " + host)).isZero();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"evil.example.com", "127.0.0.1.evil.example.com:9464", "localhost.evil.com"})
  void aNameThatPointsToLoopbackIsRefused(String host) {
    assertThat(status(LOOPBACK, "GET", Access.OPEN, true, "Host: " + host)).isEqualTo(421);
  }

  @ParameterizedTest
  @ValueSource(strings = {"a b", "http://x", "host:port", "[::1", "a/b", "a:123456", ""})
  void aHostThatIsNoneIsRefused(String host) {
    assertThat(status(OPEN_TO_ALL, "GET", Access.OPEN, true, "Host: " + host)).isEqualTo(400);
  }

  @Test
  void twoHostsAreRefused() {
    assertThat(status(LOOPBACK, "GET", Access.OPEN, true, "Host: localhost", "Host: a"))
        .isEqualTo(400);
  }

  @ParameterizedTest
  @CsvSource({
    "'', 401",
    "Authorization: Bearer s3cret, 0",
    "Authorization: Bearer s3cre, 401",
    "Authorization: Bearer s3cret2, 401",
    "Authorization: bearer s3cret, 401",
    "Authorization: s3cret, 401",
    "Authorization: Basic czNjcmV0, 401"
  })
  void guardedPagesNeedExactlyTheToken(String header, int status) {
    AdminSettings settings = LOOPBACK.withToken(TOKEN);
    assertThat(status(settings, "GET", Access.GUARDED, true, "Host: localhost", header))
        .isEqualTo(status);
    assertThat(status(settings, "GET", Access.OPEN, true, "Host: localhost", header)).isZero();
  }

  @Test
  void twoTokensAreNone() {
    AdminSettings settings = LOOPBACK.withToken(TOKEN);
    String token = "Authorization: Bearer s3cret";
    assertThat(status(settings, "GET", Access.GUARDED, true, token, token)).isEqualTo(401);
  }

  @ParameterizedTest
  @CsvSource({
    "'', 0",
    "Origin: http://localhost:9464, 0",
    "Origin: http://evil.example.com, 403",
    "Origin: https://localhost:9464, 403",
    "Origin: http://localhost:9465, 403",
    "Origin: null, 403",
    "Sec-Fetch-Site: cross-site, 403",
    "Sec-Fetch-Site: same-site, 403",
    "Sec-Fetch-Site: same-origin, 0",
    "Sec-Fetch-Site: none, 0"
  })
  void noPageOfAnotherOriginCommands(String header, int status) {
    assertThat(status(LOOPBACK, "POST", Access.GUARDED, true, "Host: localhost:9464", header))
        .isEqualTo(status);
    assertThat(
            status(
                LOOPBACK.withToken(TOKEN),
                "POST",
                Access.GUARDED,
                true,
                "Host: localhost:9464",
                "Authorization: Bearer s3cret",
                header))
        .isEqualTo(status);
  }

  @Test
  void withoutATokenCommandsComeFromThisMachineOnly() {
    String host = "Host: flows.example.org";
    assertThat(status(OPEN_TO_ALL, "POST", Access.GUARDED, false, host)).isEqualTo(403);
    assertThat(status(OPEN_TO_ALL, "GET", Access.GUARDED, false, host)).isZero();
    assertThat(status(OPEN_TO_ALL, "POST", Access.GUARDED, true, host)).isZero();
  }

  @Test
  void withoutATokenNotEvenThisMachineCommandsByAnUnknownName() {
    String host = "Host: evil.example.com";
    assertThat(status(OPEN_TO_ALL, "POST", Access.GUARDED, true, host)).isEqualTo(403);
    assertThat(status(OPEN_TO_ALL, "GET", Access.GUARDED, true, host)).isZero();
  }

  @Test
  void settingsAsTextHoldNoToken() {
    assertThat(LOOPBACK.withToken(TOKEN).toString()).doesNotContain(TOKEN);
  }

  /** The status of the refusal, or 0 where there is none. */
  private static int status(
      AdminSettings settings, String method, Access access, boolean local, String... lines) {
    Map<String, List<String>> headers = new HashMap<>();
    for (String line : lines) {
      String[] parts = line.split(": ?", 2);
      if (parts.length == 2) {
        headers
            .computeIfAbsent(parts[0].toLowerCase(Locale.ROOT), name -> new ArrayList<>())
            .add(parts[1]);
      }
    }
    AdminResponse refusal =
        new AccessRules(settings)
            .refusal(
                new AdminRequest(method, "/x", "/x", Map.of(), headers, new byte[0], local),
                access);
    return refusal == null ? 0 : refusal.status();
  }
}
