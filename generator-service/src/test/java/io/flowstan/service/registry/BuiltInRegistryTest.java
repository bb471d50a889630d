package io.flowstan.service.registry;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.sun.net.httpserver.HttpServer;
import io.flowstan.avro.TopicSchemas;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.Map;
import org.apache.avro.Schema;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class BuiltInRegistryTest {
  private static final ObjectMapper JSON = new ObjectMapper();

  private final BuiltInRegistry registry =
      new BuiltInRegistry(
          Map.of("flows-value", TopicSchemas.FLOW, "hosts-value", TopicSchemas.HOST));

  @Test
  void aSchemaIsFoundByTheIdThatItIsWrittenWith() throws IOException {
    int id = registry.resolveId("flows-value", TopicSchemas.FLOW);

    JsonNode answer = get("/schemas/ids/" + id);

    assertThat(new Schema.Parser().parse(answer.path("schema").asText()))
        .isEqualTo(TopicSchemas.FLOW);
  }

  @Test
  void subjectsAndVersionsAreListed() throws IOException {
    assertThat(get("/subjects")).hasToString("[\"flows-value\",\"hosts-value\"]");
    assertThat(get("/subjects/flows-value/versions")).hasToString("[1]");
    assertThat(get("/schemas/types")).hasToString("[\"AVRO\"]");
    assertThat(get("/subjects/flows-value/versions/latest"))
        .isEqualTo(get("/subjects/flows-value/versions/1"));
  }

  @Test
  void lookingUpASchemaIsAReadAlthoughItIsAPost() throws IOException {
    String body = JSON.createObjectNode().put("schema", TopicSchemas.FLOW.toString()).toString();

    BuiltInRegistry.Answer answer = registry.answer("POST", "/subjects/flows-value", body);

    assertThat(answer.status()).isEqualTo(200);
    assertThat(JSON.readTree(answer.json()).path("id").asInt())
        .isEqualTo(registry.resolveId("flows-value", TopicSchemas.FLOW));
  }

  @ParameterizedTest
  @CsvSource({
    "GET, /schemas/ids/5, 404, 40403",
    "GET, /schemas/ids/five, 404, 40403",
    "GET, /subjects/other-value/versions, 404, 40401",
    "GET, /subjects/flows-value/versions/2, 404, 40402",
    "GET, /nothing, 404, 404",
    "POST, /subjects/other-value, 404, 40401",
    "POST, /subjects/flows-value, 422, 42201",
    "POST, /subjects/flows-value/versions, 405, 405",
    "PUT, /config, 405, 405",
    "DELETE, /subjects/flows-value, 405, 405"
  })
  void errorsAreConfluents(String method, String path, int status, int code) throws IOException {
    BuiltInRegistry.Answer answer = registry.answer(method, path, "{}");

    assertThat(answer.status()).isEqualTo(status);
    assertThat(JSON.readTree(answer.json()).path("error_code").asInt()).isEqualTo(code);
    assertThat(JSON.readTree(answer.json()).path("message").asText()).isNotBlank();
  }

  @Test
  void anotherSchemaThanTheProgramsCannotBeWritten() {
    assertThatThrownBy(() -> registry.resolveId("flows-value", TopicSchemas.HOST))
        .isInstanceOf(RegistryException.class)
        .hasMessageContaining("subject 'flows-value'");
  }

  @Test
  void isServedBelowAnyPathWithTheRegistrysContentType() throws Exception {
    var address = new InetSocketAddress(InetAddress.getByAddress(new byte[] {127, 0, 0, 1}), 0);
    HttpServer server = HttpServer.create(address, 0);
    server.createContext("/registry", registry);
    server.start();
    try {
      String url = "http://127.0.0.1:" + server.getAddress().getPort() + "/registry";
      var response =
          HttpClient.newHttpClient()
              .send(
                  HttpRequest.newBuilder(URI.create(url + "/subjects")).build(),
                  BodyHandlers.ofString());
      assertThat(response.headers().firstValue("Content-Type"))
          .contains("application/vnd.schemaregistry.v1+json");
      // and our own client reads it
      SchemaRegistryClient client =
          new SchemaRegistryClient(
              RegistryConfig.of(
                  Map.of("schema.registry.url", url, "auto.register.schemas", "false")));
      int id = client.resolveId("flows-value", TopicSchemas.FLOW);
      assertThat(client.schemaOf(id)).isEqualTo(TopicSchemas.FLOW);
    } finally {
      server.stop(0);
    }
  }

  private JsonNode get(String path) throws IOException {
    BuiltInRegistry.Answer answer = registry.answer("GET", path, "");
    assertThat(answer.status()).as(answer.json()).isEqualTo(200);
    return JSON.readTree(answer.json());
  }
}
