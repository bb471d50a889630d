package io.flowstan.service.registry;

import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * How to reach a schema registry and what to do there: the settings of Confluent's clients, under
 * the same names and with the same defaults.
 *
 * @param urls base addresses of the registry's nodes, at least one, tried in turn
 * @param autoRegister whether a schema is registered on first use ({@code auto.register.schemas})
 * @param useLatest whether, where it is not registered, the subject's latest version is written
 *     with ({@code use.latest.version})
 * @param authorization value of the Authorization header; empty sends none ({@code basic.auth.*} or
 *     {@code bearer.auth.*})
 * @param ssl the {@code ssl.*} settings, without their prefix {@code schema.registry.}
 * @param timeout longest time of one request ({@code http.read.timeout.ms})
 * @param maxRetries how often a call that no node answered is tried again ({@code max.retries})
 * @param retryWait wait before the first retry, doubled for each one ({@code retries.wait.ms})
 * @param retryMaxWait longest wait ({@code retries.max.wait.ms})
 */
public record RegistryConfig(
    List<URI> urls,
    boolean autoRegister,
    boolean useLatest,
    Optional<String> authorization,
    Map<String, String> ssl,
    Duration timeout,
    int maxRetries,
    Duration retryWait,
    Duration retryMaxWait) {

  private static final String PREFIX = "schema.registry.";
  private static final Set<String> KEYS =
      Set.of(
          "schema.registry.url",
          "auto.register.schemas",
          "use.latest.version",
          "basic.auth.credentials.source",
          "basic.auth.user.info",
          "bearer.auth.credentials.source",
          "bearer.auth.token",
          "http.read.timeout.ms",
          "max.retries",
          "retries.wait.ms",
          "retries.max.wait.ms");
  private static final Set<String> SSL_KEYS =
      Set.of(
          "ssl.truststore.location",
          "ssl.truststore.password",
          "ssl.truststore.type",
          "ssl.keystore.location",
          "ssl.keystore.password",
          "ssl.keystore.type",
          "ssl.key.password",
          "ssl.protocol");

  public RegistryConfig {
    urls = List.copyOf(urls);
    ssl = Map.copyOf(ssl);
    if (urls.isEmpty()) {
      throw new IllegalArgumentException("schema.registry.url: expected at least one address");
    }
  }

  /** Whether {@code key} is one of the settings that {@link #of} reads. */
  public static boolean isSetting(String key) {
    String bare = bare(key);
    return KEYS.contains(bare) || SSL_KEYS.contains(bare);
  }

  /**
   * Reads settings; keys other than the registry's are left to whom they belong.
   *
   * @throws IllegalArgumentException where some are wrong, with all that are, one a line
   */
  public static RegistryConfig of(Map<String, ?> settings) {
    List<String> problems = new ArrayList<>();
    Map<String, String> values = new TreeMap<>();
    settings.forEach(
        (key, value) -> {
          String bare = bare(key);
          if (isSetting(key)) {
            values.put(bare, String.valueOf(value).trim());
          } else if (bare.startsWith("ssl.") && key.startsWith(PREFIX)) {
            problems.add(key + ": unknown key, expected one of " + new TreeSet<>(SSL_KEYS));
          }
        });
    List<URI> urls = urls(values, problems);
    Optional<String> authorization = authorization(values, urls, problems);
    Map<String, String> ssl = new TreeMap<>(values);
    ssl.keySet().retainAll(SSL_KEYS);
    boolean autoRegister = flag(values, "auto.register.schemas", true, problems);
    boolean useLatest = flag(values, "use.latest.version", false, problems);
    long timeout = number(values, "http.read.timeout.ms", 60_000, problems);
    long retries = number(values, "max.retries", 3, problems);
    long wait = number(values, "retries.wait.ms", 1_000, problems);
    long maxWait = number(values, "retries.max.wait.ms", 20_000, problems);
    if (!problems.isEmpty()) {
      throw new IllegalArgumentException(String.join("\n", problems));
    }
    return new RegistryConfig(
        urls,
        autoRegister,
        useLatest,
        authorization,
        ssl,
        Duration.ofMillis(timeout),
        (int) retries,
        Duration.ofMillis(wait),
        Duration.ofMillis(maxWait));
  }

  @Override
  public String toString() {
    return "schema registry " + urls.stream().map(RegistryConfig::withoutUser).toList();
  }

  /** The address as text without user and password, for requests and messages. */
  static String withoutUser(URI url) {
    String user = url.getRawUserInfo();
    return user == null ? url.toString() : url.toString().replace(user + "@", "");
  }

  private static String bare(String key) {
    return key.startsWith(PREFIX) && !key.equals("schema.registry.url")
        ? key.substring(PREFIX.length())
        : key;
  }

  private static List<URI> urls(Map<String, String> values, List<String> problems) {
    List<URI> urls = new ArrayList<>();
    for (String text : values.getOrDefault("schema.registry.url", "").split(",", -1)) {
      String url = text.trim();
      try {
        URI uri = URI.create(url.endsWith("/") ? url.substring(0, url.length() - 1) : url);
        String scheme = String.valueOf(uri.getScheme()).toLowerCase(Locale.ROOT);
        if ((scheme.equals("http") || scheme.equals("https")) && uri.getHost() != null) {
          urls.add(uri);
          continue;
        }
      } catch (IllegalArgumentException e) {
        // told below, like every other text that is no address
      }
      problems.add(
          "schema.registry.url: \"" + url + "\": expected http://HOST:PORT or https://HOST:PORT");
    }
    return urls;
  }

  private static Optional<String> authorization(
      Map<String, String> values, List<URI> urls, List<String> problems) {
    String bearer = values.get("bearer.auth.credentials.source");
    if (bearer != null) {
      return Optional.of(bearer(bearer, values, problems));
    }
    if (values.containsKey("bearer.auth.token")) {
      problems.add(
          "bearer.auth.token: expected bearer.auth.credentials.source = STATIC_TOKEN beside it");
    }
    String source = values.getOrDefault("basic.auth.credentials.source", "URL");
    switch (source.toUpperCase(Locale.ROOT)) {
      case "URL" -> {
        return urls.stream()
            .flatMap(url -> Optional.ofNullable(url.getUserInfo()).stream())
            .findFirst()
            .map(RegistryConfig::basic);
      }
      case "USER_INFO" -> {
        String user = values.getOrDefault("basic.auth.user.info", "");
        if (user.indexOf(':') < 1) {
          problems.add(
              "basic.auth.user.info: expected USER:PASSWORD, as basic.auth.credentials.source is"
                  + " USER_INFO");
        }
        return Optional.of(basic(user));
      }
      default -> {
        problems.add(
            "basic.auth.credentials.source: \"" + source + "\": expected URL or USER_INFO");
        return Optional.empty();
      }
    }
  }

  private static String bearer(String source, Map<String, String> values, List<String> problems) {
    if (!source.equalsIgnoreCase("STATIC_TOKEN")) {
      problems.add("bearer.auth.credentials.source: \"" + source + "\": expected STATIC_TOKEN");
    }
    if (values.containsKey("basic.auth.credentials.source")) {
      problems.add(
          "bearer.auth.credentials.source: expected no basic.auth.credentials.source beside it");
    }
    String token = values.getOrDefault("bearer.auth.token", "");
    if (token.isEmpty()) {
      problems.add(
          "bearer.auth.token: expected a token, as bearer.auth.credentials.source is there");
    }
    return "Bearer " + token;
  }

  private static String basic(String userInfo) {
    return "Basic " + Base64.getEncoder().encodeToString(userInfo.getBytes(StandardCharsets.UTF_8));
  }

  private static boolean flag(
      Map<String, String> values, String key, boolean fallback, List<String> problems) {
    String text = values.getOrDefault(key, Boolean.toString(fallback));
    if (!text.equalsIgnoreCase("true") && !text.equalsIgnoreCase("false")) {
      problems.add(key + ": \"" + text + "\": expected true or false");
    }
    return Boolean.parseBoolean(text);
  }

  private static long number(
      Map<String, String> values, String key, int fallback, List<String> problems) {
    String text = values.getOrDefault(key, Integer.toString(fallback));
    try {
      int value = Integer.parseInt(text);
      if (value >= 0) {
        return value;
      }
    } catch (NumberFormatException e) {
      // told below
    }
    problems.add(key + ": \"" + text + "\": expected a whole number >= 0");
    return fallback;
  }
}
