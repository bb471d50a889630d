package io.flowstan.service.config;

import com.fasterxml.jackson.databind.JsonNode;
import io.flowstan.cli.DurationConverter;
import io.flowstan.cli.TimeConverter;
import io.flowstan.flow.Network;
import io.flowstan.service.clock.RateProfile;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.RecordComponent;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * Lays a tree of settings over a record of defaults: keys are the record's components, nested
 * records are subtrees, and the compact constructors are the gates.
 *
 * <p>Everything wrong is collected, so that one run shows all of it.
 */
final class ConfigOverlay {
  private final ConfigTree tree;
  private final List<ConfigProblem> problems;

  private ConfigOverlay(ConfigTree tree) {
    this.tree = tree;
    this.problems = new ArrayList<>(tree.problems());
  }

  /**
   * {@code defaults} with what {@code tree} says instead.
   *
   * @throws ConfigException where anything is wrong, with all that is
   */
  @SuppressWarnings("unchecked")
  static <T extends Record> T of(ConfigTree tree, T defaults) {
    ConfigOverlay overlay = new ConfigOverlay(tree);
    Record result = overlay.record("", tree.root(), defaults);
    if (!overlay.problems.isEmpty()) {
      throw new ConfigException(overlay.problems);
    }
    return (T) result;
  }

  private void report(String path, String text) {
    problems.add(new ConfigProblem(tree.place(path), path, text));
  }

  private Record record(String path, JsonNode node, Record defaults) {
    if (node.isMissingNode() || node.isNull()) {
      return defaults;
    }
    if (!node.isObject()) {
      report(path, at(path) + "expected keys and values, found " + shown(path, node));
      return defaults;
    }
    RecordComponent[] components = defaults.getClass().getRecordComponents();
    List<String> keys = Arrays.stream(components).map(RecordComponent::getName).toList();
    node.fieldNames()
        .forEachRemaining(
            key -> {
              if (!keys.contains(key)) {
                report(
                    child(path, key), child(path, key) + ": unknown key" + suggestion(key, keys));
              }
            });
    int before = problems.size();
    @Nullable Object[] values = new Object[components.length];
    for (int i = 0; i < components.length; i++) {
      RecordComponent component = components[i];
      Object standing = get(component, defaults);
      JsonNode given = node.get(component.getName());
      values[i] =
          given == null
              ? standing
              : value(child(path, component.getName()), given, component, standing);
    }
    return problems.size() > before ? defaults : construct(path, defaults, components, values);
  }

  private @Nullable Object value(
      String path, JsonNode node, RecordComponent component, @Nullable Object standing) {
    if (standing instanceof Record nested && !isOneValue(standing.getClass())) {
      return record(path, node, nested);
    }
    if (node.isNull()) {
      if (component.getAnnotatedType().isAnnotationPresent(Nullable.class)) {
        return null;
      }
      report(path, path + ": no value, expected " + expected(component.getType()));
      return standing;
    }
    if (component.getType() == List.class) {
      return list(path, node, component);
    }
    try {
      return convert(component.getType(), node);
    } catch (RuntimeException e) {
      String detail =
          e instanceof IllegalArgumentException
                  && e.getMessage() != null
                  && !(e instanceof NumberFormatException)
              ? " (" + e.getMessage() + ")"
              : "";
      report(
          path,
          path
              + " = "
              + shown(path, node)
              + ": expected "
              + expected(component.getType())
              + detail);
      return standing;
    }
  }

  /** A list of texts, or of records that each lie over what their {@code defaults()} say. */
  private List<Object> list(String path, JsonNode node, RecordComponent component) {
    Class<?> element =
        (Class<?>) ((ParameterizedType) component.getGenericType()).getActualTypeArguments()[0];
    if (!node.isArray()) {
      report(path, path + " = " + shown(path, node) + ": expected a list");
      return List.of();
    }
    List<Object> values = new ArrayList<>();
    for (int i = 0; i < node.size(); i++) {
      String place = path + "[" + i + "]";
      if (element.isRecord()) {
        values.add(record(place, node.get(i), defaults(element)));
      } else if (node.get(i).isValueNode()) {
        values.add(node.get(i).asText());
      } else {
        report(place, place + ": expected text");
      }
    }
    return values;
  }

  private static Record defaults(Class<?> type) {
    try {
      return (Record) type.getMethod("defaults").invoke(null);
    } catch (ReflectiveOperationException e) {
      throw new IllegalStateException(type + " has no public defaults()", e);
    }
  }

  private static Object convert(Class<?> type, JsonNode node) {
    if (type == Map.class) {
      if (!node.isObject()) {
        throw new NumberFormatException();
      }
      Map<String, String> map = new TreeMap<>();
      node.properties()
          .forEach(
              entry -> {
                if (!entry.getValue().isValueNode()) {
                  throw new IllegalArgumentException("'" + entry.getKey() + "' is no text");
                }
                if (!entry.getValue().isNull()) {
                  map.put(entry.getKey(), entry.getValue().asText());
                }
              });
      return Map.copyOf(map);
    }
    if (!node.isValueNode()) {
      throw new NumberFormatException();
    }
    String text = node.asText();
    if (type == int.class) {
      return Integer.parseInt(text);
    }
    if (type == long.class) {
      return Long.parseLong(text);
    }
    if (type == Double.class) {
      return Double.parseDouble(text);
    }
    if (type == boolean.class) {
      if (!node.isBoolean()) {
        throw new NumberFormatException();
      }
      return node.asBoolean();
    }
    if (type == Path.class) {
      return Path.of(text);
    }
    if (type == Network.class) {
      return Network.parse(text);
    }
    if (type == RateProfile.class) {
      return RateProfile.parse(text);
    }
    if (type == Duration.class) {
      return new DurationConverter().convert(text);
    }
    if (type == Instant.class) {
      return new TimeConverter().convert(text);
    }
    if (type.isEnum()) {
      return constant(type, text);
    }
    return text;
  }

  /** Whether a record is written as one text. */
  static boolean isOneValue(Class<?> type) {
    return type == Network.class || RateProfile.class.isAssignableFrom(type);
  }

  private static Object constant(Class<?> type, String text) {
    String name = text.toUpperCase(Locale.ROOT).replace('-', '_');
    for (Object constant : type.getEnumConstants()) {
      if (((Enum<?>) constant).name().equals(name)) {
        return constant;
      }
    }
    throw new NumberFormatException();
  }

  private static String expected(Class<?> type) {
    if (type == int.class || type == long.class) {
      return "a whole number";
    }
    if (type == Double.class) {
      return "a number";
    }
    if (type == boolean.class) {
      return "true or false";
    }
    if (type == Map.class) {
      return "keys and values";
    }
    if (type == Network.class) {
      return "a network such as 10.0.0.0/8";
    }
    if (type == RateProfile.class) {
      return "flows a second such as 1000 or ramp 100 1000 60s";
    }
    if (type == Duration.class) {
      return "a length of time such as 100ms, 30s or 5m";
    }
    if (type == Instant.class) {
      return "a time (UTC) such as 2016-04-11T00:00:00";
    }
    if (type.isEnum()) {
      return "one of "
          + String.join(
              ", ",
              Arrays.stream(type.getEnumConstants())
                  .map(name -> name.toString().toLowerCase(Locale.ROOT).replace('_', '-'))
                  .toList());
    }
    return "text";
  }

  private Record construct(
      String path, Record defaults, RecordComponent[] components, @Nullable Object[] values) {
    Class<?>[] types =
        Arrays.stream(components).map(RecordComponent::getType).toArray(Class<?>[]::new);
    try {
      return (Record) defaults.getClass().getDeclaredConstructor(types).newInstance(values);
    } catch (InvocationTargetException e) {
      Throwable cause = e.getCause();
      String message =
          cause instanceof IllegalArgumentException && cause.getMessage() != null
              ? cause.getMessage()
              : "a value is out of range (" + cause + ")";
      message.lines().forEach(line -> report(about(path, line, components), at(path) + line));
      return defaults;
    } catch (ReflectiveOperationException e) {
      throw new IllegalStateException(defaults.getClass() + " is no public record", e);
    }
  }

  /** The key that a record's own words begin with, or the record. */
  private static String about(String path, String words, RecordComponent[] components) {
    String first = words.split("\\W", 2)[0];
    return Arrays.stream(components).anyMatch(component -> component.getName().equals(first))
        ? child(path, first)
        : path;
  }

  /** A value for a message, cut where it is long. */
  private static String shown(String path, JsonNode node) {
    if (path.contains("properties")) {
      return "(not shown)"; // passwords live there
    }
    String text = node.isValueNode() ? node.asText() : node.toString();
    return '"' + (text.length() <= 80 ? text : text.substring(0, 80) + "...") + '"';
  }

  private static @Nullable Object get(RecordComponent component, Record owner) {
    try {
      return component.getAccessor().invoke(owner);
    } catch (ReflectiveOperationException e) {
      throw new IllegalStateException(owner.getClass() + " is no public record", e);
    }
  }

  /** What to give instead of an unknown key. */
  static String suggestion(String key, List<String> keys) {
    String nearest = null;
    int least = 3;
    for (String candidate : keys) {
      int distance = distance(key.toLowerCase(Locale.ROOT), candidate.toLowerCase(Locale.ROOT));
      if (distance < least) {
        least = distance;
        nearest = candidate;
      }
    }
    return nearest == null
        ? " (expected one of " + String.join(", ", keys) + ")"
        : " (did you mean '" + nearest + "'?)";
  }

  /** Levenshtein's distance: the fewest insertions, deletions and replacements. */
  private static int distance(String a, String b) {
    int[] row = new int[b.length() + 1];
    Arrays.setAll(row, i -> i);
    for (int i = 1; i <= a.length(); i++) {
      int diagonal = row[0];
      row[0] = i;
      for (int j = 1; j <= b.length(); j++) {
        int replaced = diagonal + (a.charAt(i - 1) == b.charAt(j - 1) ? 0 : 1);
        diagonal = row[j];
        row[j] = Math.min(replaced, Math.min(row[j], row[j - 1]) + 1);
      }
    }
    return row[b.length()];
  }

  static String child(String path, String key) {
    return path.isEmpty() ? key : path + "." + key;
  }

  private static String at(String path) {
    return path.isEmpty() ? "" : path + ": ";
  }
}
