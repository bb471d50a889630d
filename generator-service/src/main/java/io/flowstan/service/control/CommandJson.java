package io.flowstan.service.control;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.flowstan.avro.ClockCommand;
import io.flowstan.avro.ControlCommand;
import io.flowstan.cli.TimeConverter;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.TypeConversionException;

/**
 * A command as JSON: the fields of the record, the command in lower case with dashes, times in ISO
 * 8601 (UTC). What HTTP takes, and how tasks keep commands whose time has not come.
 */
public final class CommandJson {
  private static final Set<String> FIELDS =
      Set.of(
          "id",
          "effective",
          "command",
          "value",
          "issued",
          "profile",
          "hosts",
          "count",
          "network",
          "seed",
          "start",
          "bundle",
          "from");

  private CommandJson() {}

  /** The JSON that {@link #read} reads. */
  public static ObjectNode write(ControlCommand command) {
    ObjectNode tree = JsonNodeFactory.instance.objectNode();
    tree.put("id", command.getId());
    tree.put("command", name(command.getCommand()));
    put(tree, "effective", command.getEffective());
    put(tree, "issued", command.getIssued());
    put(tree, "start", command.getStart());
    put(tree, "profile", command.getProfile());
    put(tree, "network", command.getNetwork());
    put(tree, "bundle", command.getBundle());
    put(tree, "from", command.getFrom());
    if (command.getValue() != null) {
      tree.put("value", command.getValue());
    }
    if (command.getCount() != null) {
      tree.put("count", command.getCount());
    }
    if (command.getSeed() != null) {
      tree.put("seed", command.getSeed());
    }
    List<String> hosts = command.getHosts();
    if (hosts != null) {
      hosts.forEach(tree.putArray("hosts")::add);
    }
    return tree;
  }

  /**
   * Reads a command.
   *
   * @param id its id where it names none
   * @throws IllegalArgumentException where a field is unknown or of the wrong kind
   */
  public static ControlCommand read(JsonNode tree, long id) {
    if (!tree.isObject()) {
      throw new IllegalArgumentException("expected a JSON object such as {\"command\": \"pause\"}");
    }
    Set<String> unknown = new TreeSet<>();
    tree.fieldNames().forEachRemaining(unknown::add);
    unknown.removeAll(FIELDS);
    if (!unknown.isEmpty()) {
      throw new IllegalArgumentException(
          "unknown fields " + unknown + ": expected some of " + new TreeSet<>(FIELDS));
    }
    Long ownId = whole(tree, "id");
    Long count = whole(tree, "count");
    if (count != null && (count < 1 || count > Integer.MAX_VALUE)) {
      throw new IllegalArgumentException("count = " + count + ": expected 1 or more");
    }
    return ControlCommand.newBuilder()
        .setId(ownId == null ? id : ownId)
        .setCommand(command(tree))
        .setEffective(time(tree, "effective"))
        .setIssued(time(tree, "issued"))
        .setStart(time(tree, "start"))
        .setProfile(text(tree, "profile"))
        .setNetwork(text(tree, "network"))
        .setBundle(text(tree, "bundle"))
        .setFrom(text(tree, "from"))
        .setValue(number(tree))
        .setCount(count == null ? null : count.intValue())
        .setSeed(whole(tree, "seed"))
        .setHosts(hosts(tree))
        .build();
  }

  private static String name(ClockCommand command) {
    return command.name().toLowerCase(Locale.ROOT).replace('_', '-');
  }

  private static void put(ObjectNode tree, String field, @Nullable Object value) {
    if (value != null) {
      tree.put(field, value.toString());
    }
  }

  private static ClockCommand command(JsonNode tree) {
    String name = text(tree, "command");
    List<String> names = new ArrayList<>();
    for (ClockCommand command : ClockCommand.values()) {
      if (command != ClockCommand.UNKNOWN) {
        if (name(command).equals(name)) {
          return command;
        }
        names.add(name(command));
      }
    }
    throw new IllegalArgumentException(
        "command = \"" + name + "\": expected one of " + String.join(", ", names));
  }

  private static @Nullable JsonNode field(JsonNode tree, String field) {
    JsonNode value = tree.get(field);
    return value == null || value.isNull() ? null : value;
  }

  private static @Nullable String text(JsonNode tree, String field) {
    JsonNode value = field(tree, field);
    if (value != null && !value.isTextual()) {
      throw wrong(field, value, "text");
    }
    return value == null ? null : value.asText();
  }

  private static @Nullable Long whole(JsonNode tree, String field) {
    JsonNode value = field(tree, field);
    if (value != null && !(value.isIntegralNumber() && value.canConvertToLong())) {
      throw wrong(field, value, "a whole number");
    }
    return value == null ? null : value.asLong();
  }

  private static @Nullable Double number(JsonNode tree) {
    JsonNode value = field(tree, "value");
    if (value != null && !value.isNumber()) {
      throw wrong("value", value, "a number");
    }
    return value == null ? null : value.asDouble();
  }

  private static @Nullable Instant time(JsonNode tree, String field) {
    String text = text(tree, field);
    try {
      return text == null ? null : new TimeConverter().convert(text);
    } catch (TypeConversionException e) {
      throw new IllegalArgumentException(field + ": " + e.getMessage(), e);
    }
  }

  private static @Nullable List<String> hosts(JsonNode tree) {
    JsonNode value = field(tree, "hosts");
    if (value == null) {
      return null;
    }
    List<String> hosts = new ArrayList<>();
    for (JsonNode host : value) {
      hosts.add(host.asText());
    }
    if (!value.isArray()) {
      throw wrong("hosts", value, "a list of addresses");
    }
    return hosts;
  }

  private static IllegalArgumentException wrong(String field, JsonNode value, String expected) {
    return new IllegalArgumentException(field + " = " + value + ": expected " + expected);
  }
}
