package io.flowstan.service.control;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import io.flowstan.service.admin.Access;
import io.flowstan.service.admin.AdminServer;
import io.flowstan.service.admin.AdminSettings;
import io.flowstan.service.admin.Health;
import io.flowstan.service.admin.Mount;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What commands over HTTP are refused for before they reach the topic. */
class ControlHandlerTest {
  private final HttpClient client = HttpClient.newHttpClient();
  private final ControlHandler handler = new ControlHandler(() -> 1_000);
  private AdminServer server;

  @BeforeEach
  void start() throws IOException {
    server = serving(handler);
    handler.serve(new Idle());
  }

  @AfterEach
  void stop() {
    server.close();
  }

  @Test
  void theStateIsShownToWhoHasTheToken() throws Exception {
    HttpResponse<String> answer = send(request().GET());
    assertThat(answer.statusCode()).isEqualTo(200);
    assertThat(answer.body()).isEqualTo("{\"tasks\":[]}");
  }

  @Test
  void withoutTheTokenNothingIsTold() throws Exception {
    HttpRequest.Builder without = HttpRequest.newBuilder(uri());
    assertThat(send(without.GET()).statusCode()).isEqualTo(401);
    assertThat(send(without.header("Authorization", "Bearer wrong")).statusCode()).isEqualTo(401);
  }

  @Test
  void aBodyThatIsNotCalledJsonIsRefusedSoThatNoWebPageCanSendOne() throws Exception {
    HttpResponse<String> answer =
        send(request().header("Content-Type", "text/plain").POST(BodyPublishers.ofString("{}")));
    assertThat(answer.statusCode()).isEqualTo(415);
  }

  @Test
  void aBodyThatIsTooLargeIsRefused() throws Exception {
    assertThat(post(" ".repeat(300_000)).statusCode()).isEqualTo(413);
  }

  @Test
  void otherMethodsAreRefused() throws Exception {
    assertThat(send(request().DELETE()).statusCode()).isEqualTo(405);
  }

  @Test
  void aServiceThatIsStartingSaysSo() throws Exception {
    server.close();
    server = serving(new ControlHandler(() -> 1_000));
    assertThat(post("{}").statusCode()).isEqualTo(503);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "{ | not JSON",
        "{'command': 'warp'} | expected one of",
        "{'command': 'remove-hosts', 'hosts': ['10.0.0.9']} | 10.0.0.9 is not assigned",
        "{'command': 'add-hosts', 'count': 3} | no simulated time yet"
      })
  void whatCannotBeMeantSoIsRefusedWithTheReason(String body, String reason) throws Exception {
    HttpResponse<String> answer = post(body.replace('\'', '"'));
    assertThat(answer.statusCode()).isEqualTo(400);
    assertThat(answer.body()).contains("\"error\":").contains(reason);
  }

  private static AdminServer serving(ControlHandler handler) throws IOException {
    return AdminServer.start(
        AdminSettings.onLoopback(0).withToken("secret"),
        new PrometheusMeterRegistry(PrometheusConfig.DEFAULT),
        Health::ready,
        List.of(new Mount("commands", List.of("/control"), Access.GUARDED, handler)));
  }

  private HttpResponse<String> post(String body) throws Exception {
    return send(
        request().header("Content-Type", "application/json").POST(BodyPublishers.ofString(body)));
  }

  private HttpRequest.Builder request() {
    return HttpRequest.newBuilder(uri()).header("Authorization", "Bearer secret");
  }

  private URI uri() {
    return server.uri().resolve("/control");
  }

  private HttpResponse<String> send(HttpRequest.Builder request) throws Exception {
    return client.send(request.build(), BodyHandlers.ofString());
  }

  /** A service that no command reaches. */
  private static final class Idle implements ControlHandler.Service {
    @Override
    public ControlDesk desk() {
      throw new IllegalStateException("nothing was to be handed in");
    }

    @Override
    public int partitions() {
      return 1;
    }

    @Override
    public boolean isAssigned(int address) {
      return false;
    }

    @Override
    public long simulatedMs() {
      return 0;
    }

    @Override
    public long lastCommandId() {
      return Long.MIN_VALUE;
    }

    @Override
    public ArrayNode tasks() {
      return JsonNodeFactory.instance.arrayNode();
    }
  }
}
