package io.flowstan.it.page;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.SplittableRandom;

/**
 * A request that is wrong in some way, drawn from a seed: broken lines, headers and bodies, tricks
 * with paths, and proper requests with bytes changed. None of them is a command that is valid.
 */
final class HostileRequest {
  private static final List<String> PATHS =
      List.of(
          "/",
          "/status",
          "/metrics",
          "/config",
          "/control",
          "/hosts?network=10.0.0.0/8",
          "/livez",
          "/readyz",
          "/page.js",
          "/subjects",
          "/subjects/flowstan.flows-value/versions/latest",
          "/schemas/ids/1");
  private static final List<String> TRICKS =
      List.of(
          "/../../etc/passwd",
          "/page/../../etc/passwd",
          "/%2e%2e/%2e%2e/etc/passwd",
          "/..%2f..%2fetc%2fpasswd",
          "/%252e%252e/etc/passwd",
          "/..\\..\\windows\\win.ini",
          "//etc/passwd",
          "///",
          "/./status/.",
          "/status/",
          "/status;jsessionid=1",
          "/status%00.js",
          "/%",
          "/%zz",
          "/%c0%ae%c0%ae/etc/passwd",
          "/%ff%fe",
          "/status%0d%0aX-Injected:%201",
          "/control/../config",
          "/config/../../config",
          "/config/flowstan.flows-value",
          "/subjects/%2e%2e/versions",
          "/subjects/" + "a".repeat(2_000) + "/versions",
          "/schemas/ids/99999999999999999999",
          "/schemas/ids/-1",
          "/schemas/ids/%30%31",
          "/hosts?network=",
          "/hosts?network=10.0.0.0/99",
          "/hosts?network=%00",
          "/hosts?" + "a=1&".repeat(900),
          "http://127.0.0.1/status",
          "http://evil.example.com/status",
          "ftp://127.0.0.1/status",
          "http://[::1/status",
          "*",
          "status",
          "",
          "?",
          "#",
          "/\u00e9\u00e8",
          "/" + "x".repeat(5_000));
  private static final List<String> METHODS =
      List.of(
          "GET",
          "HEAD",
          "POST",
          "PUT",
          "DELETE",
          "OPTIONS",
          "TRACE",
          "CONNECT",
          "PATCH",
          "get",
          "PROPFIND",
          "G\u0000T",
          "",
          "GET GET",
          "X".repeat(500),
          "PRI");
  private static final List<String> VERSIONS =
      List.of(
          "HTTP/1.1",
          "HTTP/1.0",
          "HTTP/0.9",
          "HTTP/2.0",
          "HTTP/9.9",
          "HTTP/1.11",
          "HTTP",
          "",
          "http/1.1",
          "HTTP/1.1 x",
          "HTTPS/1.1",
          "HTTP/-1.1");
  private static final List<String> HEADERS =
      List.of(
          "Host: evil.example.com",
          "Host: localhost\r\nHost: localhost",
          "Host: a b",
          "Host:",
          "Host: localhost:99999999",
          "Host: localhost\u0000",
          "Content-Length: -1",
          "Content-Length: 99999999999999999999",
          "Content-Length: 5\r\nContent-Length: 6",
          "Content-Length: 0x10",
          "Content-Length: 10",
          "Transfer-Encoding: gzip",
          "Transfer-Encoding: chunked, gzip",
          "Transfer-Encoding: chunked\r\nContent-Length: 3",
          "Transfer-Encoding: chunked",
          "Transfer-Encoding: identity",
          "Transfer-Encoding: \u000bchunked",
          "Expect: 100-continue",
          "Expect: something-else",
          "Connection: Upgrade, HTTP2-Settings\r\nUpgrade: h2c\r\nHTTP2-Settings: AAMAAABkAAQ",
          "Connection: close, keep-alive",
          "Upgrade: websocket\r\nConnection: Upgrade",
          "Authorization: Bearer",
          "Authorization: Bearer \u0000",
          "Authorization: " + "A".repeat(4_000),
          "Cookie: " + "c=1; ".repeat(3_000),
          "X: " + "y".repeat(9_000),
          "NoColon",
          ": no name",
          " folded: yes",
          "X-Fold: a\r\n b\r\n\tc",
          "X\u0000Y: z",
          "X: \u0001\u0002",
          "Accept: */*;q=\u0000",
          "Accept: application/openmetrics-text; version=9",
          "Range: bytes=0-0,1-99999999",
          "Origin: null",
          "Origin: http://evil.example.com",
          "Sec-Fetch-Site: cross-site",
          "X-Forwarded-For: 127.0.0.1",
          "X-HTTP-Method-Override: DELETE",
          "Content-Type: text/plain",
          "Content-Type: application/json; charset=\u0000");
  private static final List<String> BODIES =
      List.of(
          "",
          "{",
          "null",
          "[]",
          "42",
          "\"pause\"",
          "{}",
          "{\"command\":null}",
          "{\"command\":\"warp\"}",
          "{\"command\":\"speed\"}",
          "{\"command\":\"speed\",\"value\":-1}",
          "{\"command\":\"speed\",\"value\":0}",
          "{\"command\":\"speed\",\"value\":\"fast\"}",
          "{\"command\":\"speed\",\"value\":1e999}",
          "{\"command\":\"speed\",\"value\":NaN}",
          "{\"command\":\"rate\",\"profile\":\"often\"}",
          "{\"command\":\"rate\",\"profile\":\"ramp 1 2\"}",
          "{\"command\":\"rate\",\"profile\":\"schedule " + "0s 1;".repeat(2_000) + "\"}",
          "{\"command\":\"rate\",\"value\":-5}",
          "{\"command\":\"pause\",\"id\":\"one\"}",
          "{\"command\":\"pause\",\"id\":1e300}",
          "{\"command\":\"pause\",\"effective\":\"yesterday\"}",
          "{\"command\":\"pause\",\"unknown\":true}",
          "{\"command\":\"add-hosts\"}",
          "{\"command\":\"add-hosts\",\"count\":-1}",
          "{\"command\":\"add-hosts\",\"count\":999999999}",
          "{\"command\":\"add-hosts\",\"count\":5,\"network\":\"10.0.0.0/99\"}",
          "{\"command\":\"add-hosts\",\"count\":5,\"network\":\"10.0.0.0/31\"}",
          "{\"command\":\"add-hosts\",\"hosts\":[null]}",
          "{\"command\":\"add-hosts\",\"hosts\":[\"999.1.1.1\"]}",
          "{\"command\":\"add-hosts\",\"hosts\":{}}",
          "{\"command\":\"remove-hosts\",\"hosts\":[]}",
          "{\"command\":\"remove-hosts\",\"hosts\":[\"8.8.8.8\"]}",
          "{\"command\":\"remove-hosts\",\"hosts\":[\"::1\"]}",
          "{\"command\":\"swap-bundle\",\"bundle\":7}",
          "{\"schema\":\"nonsense\"}",
          "{\"schema\":\"{\\\"type\\\":\\\"record\\\"}\"}",
          "{\"schema\":null}",
          "[".repeat(3_000),
          "{\"a\":".repeat(1_500),
          "\u0000\u0001\u0002",
          "x".repeat(300_000));

  private final SplittableRandom random;

  HostileRequest(long seed) {
    random = new SplittableRandom(seed);
  }

  /** The bytes of one. */
  byte[] next() {
    return switch (random.nextInt(6)) {
      case 0 -> bytes(random.nextInt(1, 400));
      case 1 -> changed(proper("GET", pick(PATHS), ""));
      case 2 -> text("GET " + pick(TRICKS) + " HTTP/1.1\r\nHost: 127.0.0.1\r\n\r\n");
      case 3 ->
          text(
              pick(METHODS)
                  + pick(List.of(" ", "  ", "\t", ""))
                  + pick(PATHS)
                  + pick(List.of(" ", "", "\u000b"))
                  + pick(VERSIONS)
                  + pick(List.of("\r\n", "\n", "\r", "\r\n\r\n"))
                  + "Host: 127.0.0.1\r\n\r\n");
      case 4 ->
          text(
              pick(List.of("GET", "HEAD", "POST", "PUT"))
                  + " "
                  + pick(PATHS)
                  + " HTTP/1.1\r\n"
                  + pick(List.of("Host: 127.0.0.1\r\n", ""))
                  + pick(HEADERS)
                  + "\r\n"
                  + pick(HEADERS)
                  + "\r\n\r\n"
                  + cut(pick(BODIES)));
      default ->
          text(
              proper(
                  "POST",
                  pick(
                      List.of(
                          "/control",
                          "/control",
                          "/subjects/x",
                          "/status",
                          "/subjects/flowstan.flows-value")),
                  pick(BODIES)));
    };
  }

  private static String proper(String method, String path, String body) {
    return method
        + " "
        + path
        + " HTTP/1.1\r\nHost: 127.0.0.1\r\nContent-Type: application/json\r\nContent-Length: "
        + body.length()
        + "\r\n\r\n"
        + body;
  }

  /** A body that ends too early, mostly: no command among them is whole and valid. */
  private String cut(String body) {
    return body.substring(0, random.nextInt(body.length() + 1));
  }

  private byte[] changed(String request) {
    byte[] bytes = text(request);
    for (int i = random.nextInt(1, 6); i > 0; i--) {
      bytes[random.nextInt(bytes.length)] = (byte) random.nextInt(256);
    }
    return bytes;
  }

  private byte[] bytes(int count) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    for (int i = 0; i < count; i++) {
      out.write(random.nextInt(256));
    }
    return out.toByteArray();
  }

  private <T> T pick(List<T> choices) {
    return choices.get(random.nextInt(choices.size()));
  }

  private static byte[] text(String text) {
    return text.getBytes(StandardCharsets.ISO_8859_1);
  }
}
