package io.flowstan.service.config;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.lang.reflect.RecordComponent;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * A configuration as it may be shown: every setting as a file would have it, secrets hidden.
 *
 * <p>Of the clients' properties only those are shown that Kafka or the registry client knows and
 * does not call a password: what nobody knows may be one.
 */
public final class ShownConfig {
  /** What stands in the place of a secret. */
  public static final String HIDDEN = "[hidden]";

  private static final Pattern USER_IN_ADDRESS = Pattern.compile("//[^/@\\s]*@");

  private ShownConfig() {}

  /** All of {@code config}. */
  public static ObjectNode of(ServiceConfig config) {
    return record(config);
  }

  private static ObjectNode record(Record value) {
    ObjectNode tree = JsonNodeFactory.instance.objectNode();
    for (RecordComponent component : value.getClass().getRecordComponents()) {
      Object part;
      try {
        part = component.getAccessor().invoke(value);
      } catch (ReflectiveOperationException e) {
        throw new IllegalStateException(value.getClass() + " is no public record", e);
      }
      boolean isProperties = component.getName().equals("properties");
      tree.set(component.getName(), node(part, isProperties));
    }
    return tree;
  }

  private static JsonNode node(@Nullable Object value, boolean isProperties) {
    JsonNodeFactory nodes = JsonNodeFactory.instance;
    if (value == null) {
      return nodes.nullNode();
    }
    if (value instanceof Map<?, ?> map) {
      ObjectNode tree = nodes.objectNode();
      new TreeMap<Object, Object>(map)
          .forEach(
              (key, entry) ->
                  tree.put(
                      key.toString(),
                      isProperties && !ClientProperties.isShown(key.toString())
                          ? HIDDEN
                          : text(entry)));
      return tree;
    }
    if (value instanceof List<?> list) {
      ArrayNode array = nodes.arrayNode();
      list.forEach(entry -> array.add(node(entry, false)));
      return array;
    }
    if (value instanceof Record nested && !ConfigOverlay.isOneValue(value.getClass())) {
      return record(nested);
    }
    if (value instanceof Boolean flag) {
      return nodes.booleanNode(flag);
    }
    if (value instanceof Integer number) {
      return nodes.numberNode(number);
    }
    if (value instanceof Long number) {
      return nodes.numberNode(number);
    }
    if (value instanceof Double number) {
      return nodes.numberNode(number);
    }
    return nodes.textNode(text(value));
  }

  /** A value as {@link ConfigOverlay} reads it, without a user's name or password in an address. */
  private static String text(Object value) {
    if (value instanceof Enum<?> constant) {
      return constant.name().toLowerCase(Locale.ROOT).replace('_', '-');
    }
    if (value instanceof io.flowstan.service.clock.RateProfile profile) {
      return profile.text();
    }
    if (value instanceof Duration time) {
      return length(time);
    }
    return USER_IN_ADDRESS.matcher(value.toString()).replaceAll("//" + HIDDEN + "@");
  }

  /** A length of time in its largest whole unit, such as {@code 100ms} or {@code 10s}. */
  public static String length(Duration time) {
    long millis = time.toMillis();
    if (millis % 86_400_000 == 0 && millis > 0) {
      return millis / 86_400_000 + "d";
    }
    if (millis % 3_600_000 == 0 && millis > 0) {
      return millis / 3_600_000 + "h";
    }
    if (millis % 60_000 == 0 && millis > 0) {
      return millis / 60_000 + "m";
    }
    return millis % 1_000 == 0 ? millis / 1_000 + "s" : millis + "ms";
  }
}
