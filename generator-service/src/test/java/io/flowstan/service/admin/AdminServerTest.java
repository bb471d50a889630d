package io.flowstan.service.admin;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.flowstan.service.metrics.ServiceMeters;
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
import org.junit.jupiter.params.provider.ValueSource;

class AdminServerTest {
  private final HttpClient client = HttpClient.newHttpClient();
  private final PrometheusMeterRegistry registry =
      new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
  private final ServiceMeters meters = new ServiceMeters(registry);
  private final AdminHandler echo = request -> AdminResponse.text(200, request.path());
  private final AdminHandler broken =
      request -> {
        throw new IllegalStateException("secret detail");
      };
  private volatile Health health = Health.ready();
  private AdminServer admin;

  @BeforeEach
  void start() throws IOException {
    admin =
        AdminServer.startOnLoopback(
            0,
            registry,
            () -> health,
            List.of(
                new Mount("schemas", List.of("/subjects", "/schemas"), Access.OPEN, echo),
                new Mount("broken", List.of("/broken"), Access.OPEN, broken)));
  }

  @AfterEach
  void stop() {
    admin.close();
    meters.close();
  }

  @Test
  void metricsAreInPrometheusText() throws Exception {
    HttpResponse<String> answer = get("/metrics");
    assertThat(answer.statusCode()).isEqualTo(200);
    assertThat(answer.headers().firstValue("Content-Type"))
        .hasValueSatisfying(type -> assertThat(type).startsWith("text/plain; version=0.0.4"));
    assertThat(answer.body()).contains("# TYPE flowstan_achieved_rate_flows_per_second gauge");
  }

  @Test
  void metricsAreInOpenMetricsWhereAsked() throws Exception {
    HttpResponse<String> answer =
        send(request("/metrics").header("Accept", "application/openmetrics-text;version=1.0.0"));
    assertThat(answer.body()).endsWith("# EOF\n");
  }

  @Test
  void aReadyServiceIsLiveAndReady() throws Exception {
    assertThat(get("/livez").statusCode()).isEqualTo(200);
    assertThat(get("/readyz").statusCode()).isEqualTo(200);
  }

  @Test
  void aRebalancingServiceIsLiveButNotReadyAndSaysWhy() throws Exception {
    health = Health.waiting("rebalancing");
    assertThat(get("/livez").statusCode()).isEqualTo(200);
    HttpResponse<String> ready = get("/readyz");
    assertThat(ready.statusCode()).isEqualTo(503);
    assertThat(ready.body()).isEqualTo("rebalancing\n");
  }

  @Test
  void aFailedServiceIsNeither() throws Exception {
    health = Health.failed("stopped");
    assertThat(get("/livez").statusCode()).isEqualTo(503);
    assertThat(get("/readyz").statusCode()).isEqualTo(503);
  }

  @ParameterizedTest
  @ValueSource(strings = {"/", "/page.js", "/page.css", "/icon.svg"})
  void thePageLoadsNothingFromElsewhereAndIsFramedByNobody(String path) throws Exception {
    HttpResponse<String> answer = get(path);
    assertThat(answer.statusCode()).isEqualTo(200);
    assertThat(answer.headers().firstValue("Content-Security-Policy").orElseThrow())
        .contains("default-src 'none'", "script-src 'self'", "frame-ancestors 'none'")
        .doesNotContain("unsafe");
    assertThat(answer.headers().firstValue("X-Content-Type-Options")).hasValue("nosniff");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "/nope",
        "/metrics/",
        "/metricsx",
        "/subjectsx",
        "/%2e%2e/etc/passwd",
        "/page/../page.js",
        "//etc/passwd",
        "/index.html"
      })
  void otherPathsAreNotFound(String path) throws Exception {
    assertThat(get(path).statusCode()).isEqualTo(404);
  }

  @ParameterizedTest
  @ValueSource(strings = {"/", "/metrics", "/livez", "/readyz"})
  void otherMethodsAreNotAllowed(String path) throws Exception {
    HttpResponse<String> answer = send(request(path).POST(BodyPublishers.ofString("x")));
    assertThat(answer.statusCode()).isEqualTo(405);
    assertThat(answer.headers().firstValue("Allow")).hasValue("GET, HEAD");
  }

  @ParameterizedTest
  @ValueSource(strings = {"/", "/livez"})
  void headHasTheHeadersOfGetAndNoBody(String path) throws Exception {
    HttpResponse<String> got = get(path);
    HttpResponse<String> head = send(request(path).method("HEAD", BodyPublishers.noBody()));
    assertThat(head.statusCode()).isEqualTo(got.statusCode());
    assertThat(head.body()).isEmpty();
    assertThat(head.headers().firstValue("Content-Length"))
        .isEqualTo(got.headers().firstValue("Content-Length"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"/subjects", "/subjects/a/versions/1", "/schemas/ids/1"})
  void aMountTakesItsWholeSubtree(String path) throws Exception {
    assertThat(get(path).body()).isEqualTo(path);
  }

  @Test
  void aBrokenHandlerTellsTheCallerNothing() throws Exception {
    HttpResponse<String> answer = get("/broken");
    assertThat(answer.statusCode()).isEqualTo(500);
    assertThat(answer.body()).doesNotContain("secret").doesNotContain("Exception");
  }

  @Test
  void aTakenPortIsNamed() {
    assertThatThrownBy(
            () -> AdminServer.startOnLoopback(admin.port(), registry, () -> health, List.of()))
        .isInstanceOf(IOException.class)
        .hasMessageContaining("admin port")
        .hasMessageContaining(Integer.toString(admin.port()));
  }

  @Test
  void aMountOfTheWholePortIsRefused() {
    assertThatThrownBy(() -> new Mount("all", List.of("/"), Access.OPEN, echo))
        .hasMessageContaining("expected /name");
  }

  private HttpResponse<String> get(String path) throws Exception {
    return send(request(path));
  }

  private HttpRequest.Builder request(String path) {
    return HttpRequest.newBuilder(URI.create(admin.uri() + path));
  }

  private HttpResponse<String> send(HttpRequest.Builder request) throws Exception {
    return client.send(request.build(), BodyHandlers.ofString());
  }
}
