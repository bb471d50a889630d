package io.flowstan.service.registry;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.HttpServer;
import io.flowstan.avro.TopicSchemas;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.apache.avro.Schema;
import org.apache.avro.SchemaBuilder;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The client against an HTTP server that answers what each test lays out. */
class SchemaRegistryClientTest {
  private final List<String> requests = new ArrayList<>();
  private final Deque<BuiltInRegistry.Answer> answers = new ArrayDeque<>();
  private final List<Duration> pauses = new ArrayList<>();
  private HttpServer server;
  private String url;

  @BeforeEach
  void startServer() throws IOException {
    var address = new InetSocketAddress(InetAddress.getByAddress(new byte[] {127, 0, 0, 1}), 0);
    server = HttpServer.create(address, 0);
    server.createContext(
        "/",
        exchange -> {
          try (exchange) {
            String authorization = exchange.getRequestHeaders().getFirst("Authorization");
            requests.add(
                exchange.getRequestMethod()
                    + " "
                    + exchange.getRequestURI()
                    + (authorization == null ? "" : " " + authorization));
            BuiltInRegistry.Answer answer = answers.remove();
            byte[] body = answer.json().getBytes(StandardCharsets.UTF_8);
            exchange.sendResponseHeaders(answer.status(), body.length);
            exchange.getResponseBody().write(body);
          }
        });
    server.start();
    url = "http://127.0.0.1:" + server.getAddress().getPort();
  }

  @AfterEach
  void stopServer() {
    server.stop(0);
  }

  @Test
  void byDefaultASchemaIsRegisteredOnceAndItsIdRemembered() {
    answer(200, "{\"id\":17}");
    SchemaRegistryClient client = client(Map.of());

    assertThat(client.resolveId("flows-value", TopicSchemas.FLOW)).isEqualTo(17);
    assertThat(client.resolveId("flows-value", TopicSchemas.FLOW)).isEqualTo(17);
    assertThat(requests).containsExactly("POST /subjects/flows-value/versions");
  }

  @Test
  void withoutAutoRegisterASchemaIsOnlyLookedUp() {
    answer(200, "{\"subject\":\"flows-value\",\"version\":1,\"id\":18}");

    int id =
        client(Map.of("auto.register.schemas", "false"))
            .resolveId("flows-value", TopicSchemas.FLOW);

    assertThat(id).isEqualTo(18);
    assertThat(requests).containsExactly("POST /subjects/flows-value");
  }

  @Test
  void useLatestVersionTakesTheLatestWhereTheBytesAreTheSame() {
    String schema = TopicSchemas.FLOW.toString().replace("\"", "\\\"");
    answer(200, "{\"version\":4,\"id\":19,\"schema\":\"" + schema + "\"}");

    int id = useLatest().resolveId("flows-value", TopicSchemas.FLOW);

    assertThat(id).isEqualTo(19);
    assertThat(requests).containsExactly("GET /subjects/flows-value/versions/latest");
  }

  @Test
  void useLatestVersionRefusesALatestThatHasOtherFields() {
    Schema other = SchemaBuilder.record("io.flowstan.avro.FlowRecord").fields().endRecord();
    String schema = other.toString().replace("\"", "\\\"");
    answer(200, "{\"version\":4,\"id\":19,\"schema\":\"" + schema + "\"}");

    assertThatThrownBy(() -> useLatest().resolveId("flows-value", TopicSchemas.FLOW))
        .isInstanceOf(RegistryException.class)
        .hasMessageContaining("version 4 of subject 'flows-value' is not")
        .hasMessageContaining("use.latest.version=false");
  }

  @Test
  void aRefusedSchemaIsSaidWithTheRegistrysOwnReason() {
    answer(409, "{\"error_code\":409,\"message\":\"field 'x' lacks a default\"}");

    assertThatThrownBy(() -> client(Map.of()).resolveId("flows-value", TopicSchemas.FLOW))
        .isInstanceOf(RegistryException.class)
        .hasMessageContaining("refuses the schema of subject 'flows-value'")
        .hasMessageContaining("field 'x' lacks a default (409)");
  }

  @Test
  void anUnknownSchemaIsSaidWithWhatToDo() {
    answer(404, "{\"error_code\":40403,\"message\":\"Schema not found\"}");

    assertThatThrownBy(
            () ->
                client(Map.of("auto.register.schemas", "false"))
                    .resolveId("flows-value", TopicSchemas.FLOW))
        .isInstanceOf(RegistryException.class)
        .hasMessageContaining("Schema not found (40403)")
        .hasMessageContaining("auto.register.schemas=true");
  }

  @Test
  void aUserIsSentAndOneThatMayNotIsSaid() {
    answer(401, "");

    assertThatThrownBy(
            () ->
                client(
                        Map.of(
                            "basic.auth.credentials.source", "USER_INFO",
                            "basic.auth.user.info", "flow:stan"))
                    .schemaOf(3))
        .isInstanceOf(RegistryException.class)
        .hasMessageContaining("not allowed (HTTP 401)")
        .hasMessageContaining("basic.auth.user.info");
    assertThat(requests).containsExactly("GET /schemas/ids/3 Basic ZmxvdzpzdGFu");
  }

  @Test
  void aNodeInTroubleIsTriedAgainAfterPausesThatDouble() {
    answer(503, "");
    answer(500, "");
    answer(200, "{\"schema\":\"\\\"long\\\"\"}");

    Schema schema = client(Map.of("retries.wait.ms", "100")).schemaOf(3);

    assertThat(schema.getType()).isEqualTo(Schema.Type.LONG);
    assertThat(pauses).containsExactly(Duration.ofMillis(100), Duration.ofMillis(200));
  }

  @Test
  void aDeadNodeIsPassedOverForTheNext() {
    answer(200, "{\"schema\":\"\\\"long\\\"\"}");

    client(Map.of("schema.registry.url", "http://127.0.0.1:1, " + url)).schemaOf(3);

    assertThat(requests).containsExactly("GET /schemas/ids/3");
    assertThat(pauses).isEmpty();
  }

  @Test
  void aRegistryThatIsNotThereIsSaidWithItsAddress() {
    assertThatThrownBy(
            () -> client(Map.of("schema.registry.url", "http://127.0.0.1:1")).schemaOf(3))
        .isInstanceOf(RegistryException.class)
        .hasMessageContaining("http://127.0.0.1:1 does not answer")
        .hasMessageContaining("4 tries");
  }

  @Test
  void incompatibilitiesAreTheRegistrysReasons() {
    answer(200, "{\"is_compatible\":false,\"messages\":[\"no default\"]}");
    answer(200, "{\"is_compatible\":true}");
    SchemaRegistryClient client = client(Map.of());

    assertThat(client.incompatibilities("flows-value", TopicSchemas.FLOW))
        .containsExactly("no default");
    assertThat(client.incompatibilities("flows-value", TopicSchemas.FLOW)).isEmpty();
  }

  private SchemaRegistryClient useLatest() {
    return client(Map.of("auto.register.schemas", "false", "use.latest.version", "true"));
  }

  private SchemaRegistryClient client(Map<String, String> settings) {
    Map<String, String> all = new TreeMap<>(Map.of("schema.registry.url", url));
    all.putAll(settings);
    RegistryConfig config = RegistryConfig.of(all);
    return new SchemaRegistryClient(config, new RegistryHttp(config, pauses::add));
  }

  private void answer(int status, String json) {
    answers.add(new BuiltInRegistry.Answer(status, json));
  }
}
