package io.flowstan.service.registry;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpHandler;
import java.io.IOException;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.apache.avro.Schema;
import org.apache.avro.SchemaNormalization;
import org.jspecify.annotations.Nullable;

/**
 * The read-only schema registry that the service is itself where none is configured: the calls of
 * Confluent's REST API that consumers make, answered from the schemas in the program.
 *
 * <p>A schema's id is made of its fingerprint, so that the same id means the same schema in every
 * run and every version of the program, without anything stored.
 */
public final class BuiltInRegistry implements SchemaIds, HttpHandler {
  /** What every answer is. */
  public static final String CONTENT_TYPE = "application/vnd.schemaregistry.v1+json";

  /** What may change from one version of a schema to the next. */
  public static final String COMPATIBILITY = "FULL";

  private static final ObjectMapper JSON = new ObjectMapper();
  private static final int MAX_BODY_BYTES = 1 << 20;

  private final Map<String, Schema> schemaBySubject;
  private final Map<Integer, Schema> schemaById = new TreeMap<>();

  /** A registry of the given subjects, each with one version, number 1. */
  public BuiltInRegistry(Map<String, Schema> schemaBySubject) {
    this.schemaBySubject = new TreeMap<>(schemaBySubject);
    for (Schema schema : this.schemaBySubject.values()) {
      Schema other = schemaById.putIfAbsent(id(schema), schema);
      if (other != null && !same(other, schema)) {
        throw new IllegalArgumentException(
            "schemas "
                + other.getFullName()
                + " and "
                + schema.getFullName()
                + " have the same id "
                + id(schema)
                + ": expected different fingerprints; change a doc or name of one");
      }
    }
  }

  /**
   * An answer.
   *
   * @param status the HTTP status
   * @param json the body, JSON text
   */
  public record Answer(int status, String json) {}

  @Override
  public int resolveId(String subject, Schema schema) {
    Schema known = schemaBySubject.get(subject);
    if (known == null || !same(known, schema)) {
      throw new RegistryException(
          "built-in schema registry: subject '"
              + subject
              + "' does not hold "
              + schema.getFullName()
              + ": expected one of "
              + schemaBySubject.keySet()
              + "; this registry is read-only, configure schema.registry.url for another");
    }
    return id(known);
  }

  @Override
  public Schema schemaOf(int id) {
    Schema schema = schemaById.get(id);
    if (schema == null) {
      throw new RegistryException(
          "built-in schema registry: no schema has id "
              + id
              + ": expected one of "
              + schemaById.keySet()
              + "; configure the registry that the records were written with");
    }
    return schema;
  }

  @Override
  public void handle(HttpExchange exchange) throws IOException {
    try (exchange) {
      String mount = exchange.getHttpContext().getPath();
      String path = exchange.getRequestURI().getRawPath();
      String below = path.startsWith(mount) ? path.substring(mount.length()) : path;
      String body =
          new String(exchange.getRequestBody().readNBytes(MAX_BODY_BYTES), StandardCharsets.UTF_8);
      Answer answer = answer(exchange.getRequestMethod(), below, body);
      byte[] bytes = answer.json().getBytes(StandardCharsets.UTF_8);
      exchange.getResponseHeaders().set("Content-Type", CONTENT_TYPE);
      boolean head = exchange.getRequestMethod().equals("HEAD");
      exchange.sendResponseHeaders(answer.status(), head ? -1 : bytes.length);
      if (!head) {
        exchange.getResponseBody().write(bytes);
      }
    }
  }

  /** Answers one call; {@code path} is below the registry's root, raw as in the request line. */
  public Answer answer(String method, String path, String body) {
    List<String> parts =
        Arrays.stream(path.split("/"))
            .filter(part -> !part.isEmpty())
            .map(part -> URLDecoder.decode(part, StandardCharsets.UTF_8))
            .toList();
    boolean read = method.equals("GET") || method.equals("HEAD");
    boolean lookup = method.equals("POST") && parts.size() == 2 && is(parts, 0, "subjects");
    if (lookup) {
      return lookup(parts.get(1), body);
    }
    if (!read) {
      return error(
          405, 405, "This registry is read-only: its schemas are those of the running program.");
    }
    if (parts.isEmpty()) {
      return ok(Map.of());
    }
    return switch (parts.get(0)) {
      case "schemas" -> schemas(parts);
      case "subjects" -> subjects(parts);
      case "config" -> ok(Map.of("compatibilityLevel", COMPATIBILITY));
      case "mode" -> ok(Map.of("mode", "READONLY"));
      case "contexts" -> ok(List.of("."));
      default -> unknownPath();
    };
  }

  private Answer schemas(List<String> parts) {
    if (parts.size() == 2 && is(parts, 1, "types")) {
      return ok(List.of("AVRO"));
    }
    if (parts.size() < 3 || parts.size() > 4 || !is(parts, 1, "ids")) {
      return unknownPath();
    }
    Schema schema = byId(parts.get(2));
    if (schema == null) {
      return error(404, 40403, "Schema " + parts.get(2) + " not found");
    }
    if (parts.size() == 3) {
      return ok(Map.of("schema", schema.toString()));
    }
    List<String> subjects =
        schemaBySubject.entrySet().stream()
            .filter(entry -> same(entry.getValue(), schema))
            .map(Map.Entry::getKey)
            .toList();
    return switch (parts.get(3)) {
      case "schema" -> new Answer(200, schema.toString());
      case "subjects" -> ok(subjects);
      case "versions" ->
          ok(subjects.stream().map(name -> Map.of("subject", name, "version", 1)).toList());
      default -> unknownPath();
    };
  }

  private Answer subjects(List<String> parts) {
    if (parts.size() == 1) {
      return ok(new ArrayList<>(schemaBySubject.keySet()));
    }
    String subject = parts.get(1);
    if (parts.size() > 5 || !is(parts, 2, "versions")) {
      return unknownPath();
    }
    Schema schema = schemaBySubject.get(subject);
    if (schema == null) {
      return unknownSubject(subject);
    }
    if (parts.size() == 3) {
      return ok(List.of(1));
    }
    String version = parts.get(3);
    if (!version.equals("1") && !version.equals("latest") && !version.equals("-1")) {
      return error(404, 40402, "Version " + version + " not found.");
    }
    if (parts.size() == 4) {
      return ok(description(subject, schema));
    }
    return is(parts, 4, "schema") ? new Answer(200, schema.toString()) : unknownPath();
  }

  private Answer lookup(String subject, String body) {
    Schema known = schemaBySubject.get(subject);
    if (known == null) {
      return unknownSubject(subject);
    }
    Schema asked;
    try {
      JsonNode text = JSON.readTree(body).path("schema");
      asked = new Schema.Parser().parse(text.asText());
    } catch (JsonProcessingException | RuntimeException e) {
      // the parser has its own exceptions for some schemas that are none, and the JDK's for others,
      // with words of its inside
      return error(422, 42201, "Invalid schema: expected the text of an Avro schema in 'schema'");
    }
    return same(known, asked)
        ? ok(description(subject, known))
        : error(404, 40403, "Schema not found");
  }

  private static Map<String, Object> description(String subject, Schema schema) {
    return new TreeMap<>(
        Map.of("subject", subject, "version", 1, "id", id(schema), "schema", schema.toString()));
  }

  private @Nullable Schema byId(String text) {
    try {
      return schemaById.get(Integer.parseInt(text));
    } catch (NumberFormatException e) {
      return null;
    }
  }

  private static boolean is(List<String> parts, int index, String name) {
    return parts.size() > index && parts.get(index).equals(name);
  }

  private static boolean same(Schema left, Schema right) {
    return left.equals(right);
  }

  /**
   * 31 bits of the CRC-64-AVRO of the whole text, docs and logical types included: positive, and
   * the same wherever it is computed.
   */
  private static int id(Schema schema) {
    byte[] text = schema.toString().getBytes(StandardCharsets.UTF_8);
    return (int) (SchemaNormalization.fingerprint64(text) & Integer.MAX_VALUE);
  }

  private static Answer ok(Object body) {
    return new Answer(200, json(body));
  }

  private static Answer unknownSubject(String subject) {
    return error(404, 40401, "Subject '" + subject + "' not found.");
  }

  private static Answer unknownPath() {
    return error(404, 404, "HTTP 404 Not Found");
  }

  private static Answer error(int status, int code, String message) {
    return new Answer(status, json(new TreeMap<>(Map.of("error_code", code, "message", message))));
  }

  private static String json(Object body) {
    try {
      return JSON.writeValueAsString(body);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("built-in schema registry: no JSON of " + body, e);
    }
  }
}
