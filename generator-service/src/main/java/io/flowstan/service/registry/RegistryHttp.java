package io.flowstan.service.registry;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Requests to a registry of several nodes: each tried in turn, again after a pause that doubles,
 * until one answers with anything but an error of its own.
 */
final class RegistryHttp {
  private static final Logger LOG = LoggerFactory.getLogger(RegistryHttp.class);
  private static final String CONTENT_TYPE = "application/vnd.schemaregistry.v1+json";

  private final RegistryConfig config;
  private final Pause pause;
  private final HttpClient client;
  private volatile int preferred;

  RegistryHttp(RegistryConfig config) {
    this(config, duration -> Thread.sleep(duration.toMillis()));
  }

  RegistryHttp(RegistryConfig config, Pause pause) {
    this.config = config;
    this.pause = pause;
    HttpClient.Builder builder =
        HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .connectTimeout(config.timeout());
    if (!config.ssl().isEmpty()) {
      builder.sslContext(RegistryTls.context(config.ssl()));
    }
    client = builder.build();
  }

  /** How time passes between tries. */
  interface Pause {
    void pause(Duration duration) throws InterruptedException;
  }

  /**
   * What a node answered.
   *
   * @param url the node
   * @param status the HTTP status, below 500
   * @param body the body
   */
  record Answer(URI url, int status, String body) {}

  /** Sends a request; {@code path} is below the root of the API, {@code json} null for a GET. */
  Answer send(String method, String path, @Nullable String json) {
    Duration wait = config.retryWait();
    for (int attempt = 0; ; attempt++) {
      String problem = "";
      Exception cause = null;
      for (int node = 0; node < config.urls().size(); node++) {
        int index = (preferred + node) % config.urls().size();
        URI url = config.urls().get(index);
        try {
          Answer answer = sendTo(url, method, path, json);
          if (answer.status() < 500 && answer.status() != 429) {
            preferred = index;
            return answer;
          }
          problem = RegistryConfig.withoutUser(url) + " answered HTTP " + answer.status();
        } catch (IOException e) {
          problem = RegistryConfig.withoutUser(url) + " does not answer: " + reason(e);
          cause = e;
        } catch (InterruptedException e) {
          Thread.currentThread().interrupt();
          throw new RegistryException(config + ": interrupted while waiting for an answer", e);
        }
      }
      if (attempt >= config.maxRetries()) {
        String message =
            config
                + " cannot be used: "
                + problem
                + " ("
                + (attempt + 1)
                + " tries): start it, or correct schema.registry.url";
        throw cause == null
            ? new RegistryException(message)
            : new RegistryException(message, cause);
      }
      LOG.warn("waiting for the schema registry: {}; next try in {} ms", problem, wait.toMillis());
      pauseFor(wait);
      wait = longer(wait);
    }
  }

  private Answer sendTo(URI url, String method, String path, @Nullable String json)
      throws IOException, InterruptedException {
    HttpRequest.Builder request =
        HttpRequest.newBuilder(URI.create(RegistryConfig.withoutUser(url) + path))
            .timeout(config.timeout())
            .header("Accept", CONTENT_TYPE + ", application/json")
            .method(method, json == null ? BodyPublishers.noBody() : BodyPublishers.ofString(json));
    if (json != null) {
      request.header("Content-Type", CONTENT_TYPE);
    }
    config.authorization().ifPresent(value -> request.header("Authorization", value));
    var response = client.send(request.build(), BodyHandlers.ofString());
    return new Answer(
        URI.create(RegistryConfig.withoutUser(url)), response.statusCode(), response.body());
  }

  private void pauseFor(Duration wait) {
    try {
      pause.pause(wait);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new RegistryException(config + ": interrupted while waiting to try again", e);
    }
  }

  private Duration longer(Duration wait) {
    Duration twice = wait.multipliedBy(2);
    return twice.compareTo(config.retryMaxWait()) < 0 ? twice : config.retryMaxWait();
  }

  private static String reason(IOException e) {
    return e.getMessage() == null ? e.getClass().getSimpleName() : e.getMessage();
  }
}
