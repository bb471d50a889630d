package io.flowstan.service.control;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What commands over HTTP are refused for before they reach the topic. */
class ControlHandlerTest {
  private final HttpClient client = HttpClient.newHttpClient();
  private final ControlHandler handler = new ControlHandler("secret", () -> 1_000);
  private HttpServer server;

  @BeforeEach
  void start() throws IOException {
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.createContext("/control", handler);
    server.start();
    handler.serve(new Idle());
  }

  @AfterEach
  void stop() {
    server.stop(0);
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
    ControlHandler starting = new ControlHandler(null, () -> 1_000);
    server.removeContext("/control");
    server.createContext("/control", starting);
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

  private HttpResponse<String> post(String body) throws Exception {
    return send(
        request().header("Content-Type", "application/json").POST(BodyPublishers.ofString(body)));
  }

  private HttpRequest.Builder request() {
    return HttpRequest.newBuilder(uri()).header("Authorization", "Bearer secret");
  }

  private URI uri() {
    return URI.create("http://127.0.0.1:" + server.getAddress().getPort() + "/control");
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
