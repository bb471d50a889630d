package io.flowstan.service.admin;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.TreeMap;

/**
 * An answer.
 *
 * @param status the HTTP status
 * @param contentType of the body
 * @param body the whole of it
 * @param headers further headers; these beat the ones that every answer has
 */
public record AdminResponse(
    int status, String contentType, byte[] body, Map<String, String> headers) {
  /** One line or more for people. */
  public static AdminResponse text(int status, String text) {
    return of(status, "text/plain; charset=utf-8", text);
  }

  /** JSON. */
  public static AdminResponse json(int status, JsonNode json) {
    return of(status, "application/json", json.toString());
  }

  /** JSON that says why nothing was done. */
  public static AdminResponse refusal(int status, String reason) {
    return json(status, JsonNodeFactory.instance.objectNode().put("error", reason));
  }

  /** Text of another type. */
  public static AdminResponse of(int status, String contentType, String text) {
    return new AdminResponse(status, contentType, text.getBytes(StandardCharsets.UTF_8), Map.of());
  }

  /** A refusal of a method, with those that are taken. */
  public static AdminResponse methodNotAllowed(String allowed) {
    return text(405, "expected one of the methods " + allowed + "\n").with("Allow", allowed);
  }

  public AdminResponse {
    headers = Map.copyOf(headers);
  }

  /** The same with one more header. */
  public AdminResponse with(String name, String value) {
    Map<String, String> more = new TreeMap<>(headers);
    more.put(name, value);
    return new AdminResponse(status, contentType, body, more);
  }
}
