package io.flowstan.service.registry;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.apache.avro.Schema;
import org.apache.avro.SchemaNormalization;
import org.apache.avro.SchemaParseException;

/**
 * The client of Confluent's schema registry REST API: the few calls that a producer and a consumer
 * of Avro need. Answers are remembered; any thread may ask.
 */
public final class SchemaRegistryClient implements SchemaIds {
  private static final ObjectMapper JSON = new ObjectMapper();

  private final RegistryConfig config;
  private final RegistryHttp http;
  private final Map<Subjected, Integer> ids = new ConcurrentHashMap<>();
  private final Map<Integer, Schema> schemas = new ConcurrentHashMap<>();

  /** A client of the registry that {@code config} names; nothing is sent yet. */
  public SchemaRegistryClient(RegistryConfig config) {
    this(config, new RegistryHttp(config));
  }

  SchemaRegistryClient(RegistryConfig config, RegistryHttp http) {
    this.config = config;
    this.http = http;
  }

  /**
   * A version of a subject.
   *
   * @param subject the subject
   * @param version its number, from 1
   * @param id the schema's id, the same in all subjects
   * @param schema the schema
   */
  public record Version(String subject, int version, int id, Schema schema) {}

  private record Subjected(String subject, Schema schema) {}

  /**
   * {@inheritDoc}
   *
   * <p>By {@code auto.register.schemas} the schema is registered; else by {@code
   * use.latest.version} the subject's latest version is taken, which must put the same fields in
   * the same order on the wire; else the schema must be registered already.
   */
  @Override
  public int resolveId(String subject, Schema schema) {
    // not computeIfAbsent: a call may wait long, and others must not wait with it
    Subjected key = new Subjected(subject, schema);
    Integer known = ids.get(key);
    if (known == null) {
      known =
          config.autoRegister()
              ? register(subject, schema)
              : config.useLatest() ? latestId(subject, schema) : lookup(subject, schema);
      ids.put(key, known);
    }
    return known;
  }

  @Override
  public Schema schemaOf(int id) {
    Schema known = schemas.get(id);
    if (known == null) {
      String what = "schema " + id;
      JsonNode answer = ok(what, http.send("GET", "/schemas/ids/" + id, null));
      known = parse(what, answer.path("schema").asText());
      schemas.put(id, known);
    }
    return known;
  }

  /** Registers {@code schema} as the subject's next version, unless it is one; returns its id. */
  public int register(String subject, Schema schema) {
    RegistryHttp.Answer answer =
        http.send("POST", "/subjects/" + encoded(subject) + "/versions", body(schema));
    if (answer.status() == 409) {
      throw new RegistryException(
          "schema registry "
              + answer.url()
              + " refuses the schema of subject '"
              + subject
              + "': it is not compatible with the versions there: "
              + message(answer)
              + "; write to another topic, relax the subject's compatibility, or set"
              + " auto.register.schemas=false and register a compatible schema");
    }
    return ok("register subject '" + subject + "'", answer).path("id").asInt();
  }

  /** The id of {@code schema}, which must be a version of {@code subject}. */
  public int lookup(String subject, Schema schema) {
    RegistryHttp.Answer answer = http.send("POST", "/subjects/" + encoded(subject), body(schema));
    if (answer.status() == 404) {
      throw new RegistryException(
          "schema registry "
              + answer.url()
              + " does not hold "
              + schema.getFullName()
              + " under subject '"
              + subject
              + "': "
              + message(answer)
              + "; register it there, or set auto.register.schemas=true");
    }
    return ok("look up subject '" + subject + "'", answer).path("id").asInt();
  }

  /** The subject's latest version. */
  public Version latest(String subject) {
    RegistryHttp.Answer answer =
        http.send("GET", "/subjects/" + encoded(subject) + "/versions/latest", null);
    if (answer.status() == 404) {
      throw new RegistryException(
          "schema registry "
              + answer.url()
              + " has no version of subject '"
              + subject
              + "': "
              + message(answer)
              + "; register one, or set auto.register.schemas=true");
    }
    String what = "latest version of subject '" + subject + "'";
    JsonNode json = ok(what, answer);
    return new Version(
        subject,
        json.path("version").asInt(),
        json.path("id").asInt(),
        parse(what, json.path("schema").asText()));
  }

  /**
   * Why {@code schema} could not become the subject's next version; empty where it could, or where
   * the subject is new.
   */
  public List<String> incompatibilities(String subject, Schema schema) {
    RegistryHttp.Answer answer =
        http.send(
            "POST",
            "/compatibility/subjects/" + encoded(subject) + "/versions/latest?verbose=true",
            body(schema));
    if (answer.status() == 404) {
      return List.of();
    }
    JsonNode json = ok("compatibility with subject '" + subject + "'", answer);
    List<String> reasons = new ArrayList<>();
    if (!json.path("is_compatible").asBoolean()) {
      json.path("messages").forEach(reason -> reasons.add(reason.asText()));
      if (reasons.isEmpty()) {
        reasons.add("the registry gives no reason");
      }
    }
    return reasons;
  }

  private int latestId(String subject, Schema schema) {
    Version latest = latest(subject);
    String wanted = SchemaNormalization.toParsingForm(schema);
    if (!SchemaNormalization.toParsingForm(latest.schema()).equals(wanted)) {
      throw new RegistryException(
          config
              + ": version "
              + latest.version()
              + " of subject '"
              + subject
              + "' is not "
              + schema.getFullName()
              + " as this program writes it, so it cannot be written with"
              + " (use.latest.version=true): register the program's schema as the latest version,"
              + " or set use.latest.version=false");
    }
    return latest.id();
  }

  private JsonNode ok(String what, RegistryHttp.Answer answer) {
    if (answer.status() == 401 || answer.status() == 403) {
      throw new RegistryException(
          "schema registry "
              + answer.url()
              + ": "
              + what
              + ": not allowed (HTTP "
              + answer.status()
              + "): set basic.auth.credentials.source=USER_INFO and"
              + " basic.auth.user.info=USER:PASSWORD of a user who may, or"
              + " bearer.auth.credentials.source=STATIC_TOKEN and bearer.auth.token");
    }
    if (answer.status() != 200) {
      throw new RegistryException(
          "schema registry "
              + answer.url()
              + ": "
              + what
              + ": expected HTTP 200, got "
              + answer.status()
              + ": "
              + message(answer));
    }
    try {
      return JSON.readTree(answer.body());
    } catch (JsonProcessingException e) {
      throw new RegistryException(
          "schema registry "
              + answer.url()
              + ": "
              + what
              + ": expected JSON; is this the root of Confluent's REST API?",
          e);
    }
  }

  private Schema parse(String what, String text) {
    try {
      return new Schema.Parser().parse(text);
    } catch (SchemaParseException e) {
      throw new RegistryException(config + ": " + what + ": expected an Avro schema", e);
    }
  }

  private static String message(RegistryHttp.Answer answer) {
    try {
      JsonNode json = JSON.readTree(answer.body());
      String message = json.path("message").asText("");
      if (!message.isEmpty()) {
        return message + " (" + json.path("error_code").asInt() + ")";
      }
    } catch (JsonProcessingException e) {
      // not one of the registry's own errors: shown as it is
    }
    return answer.body().isBlank() ? "no reason given" : answer.body().strip();
  }

  private static String body(Schema schema) {
    return JSON.createObjectNode().put("schema", schema.toString()).toString();
  }

  private static String encoded(String subject) {
    return URLEncoder.encode(subject, StandardCharsets.UTF_8).replace("+", "%20");
  }
}
