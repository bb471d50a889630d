package io.flowstan.service.admin;

import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A request as handlers see it: whole, within the limits, its path without tricks.
 *
 * @param method such as {@code GET}; HEAD is GET here
 * @param path decoded, absolute, without {@code .} and {@code ..}
 * @param rawPath the path as it was sent
 * @param query decoded parameters, the first of each name
 * @param headers values by name in lower case
 * @param body empty where there is none
 * @param fromThisMachine whether it came over loopback
 */
public record AdminRequest(
    String method,
    String path,
    String rawPath,
    Map<String, String> query,
    Map<String, List<String>> headers,
    byte[] body,
    boolean fromThisMachine) {
  public AdminRequest {
    query = Map.copyOf(query);
    headers = Map.copyOf(headers);
  }

  /** The one value of a header; null where it is absent, or there more than once. */
  public @Nullable String header(String name) {
    List<String> values = headers.getOrDefault(name.toLowerCase(Locale.ROOT), List.of());
    return values.size() == 1 ? values.get(0) : null;
  }

  /** Whether the header is there at all. */
  boolean has(String name) {
    return headers.containsKey(name.toLowerCase(Locale.ROOT));
  }

  /** Whether it only asks. */
  public boolean isReading() {
    return method.equals("GET");
  }
}
