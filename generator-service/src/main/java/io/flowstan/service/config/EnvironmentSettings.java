package io.flowstan.service.config;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import java.io.IOException;
import java.lang.reflect.RecordComponent;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * Settings from environment variables: {@code FLOWSTAN_} and the path in capitals, words and levels
 * joined by underscores, such as {@code FLOWSTAN_ADMIN_TOKEN_FILE} for {@code admin.tokenFile}.
 *
 * <p>Lists and maps are YAML in one line. One entry of the properties has a variable of its own,
 * such as {@code FLOWSTAN_KAFKA_PROPERTIES_SECURITY_PROTOCOL}.
 */
public final class EnvironmentSettings {
  /** The variable that holds the admin port's token itself, which no file and no page shows. */
  public static final String TOKEN = "FLOWSTAN_ADMIN_TOKEN";

  private static final String PREFIX = "FLOWSTAN_";

  /** Variables of the launcher and the tests, and the token. */
  private static final Set<String> OTHERS =
      Set.of(TOKEN, "FLOWSTAN_DEBUG", "FLOWSTAN_JAVA_OPTS", "FLOWSTAN_DATA");

  /** What Kubernetes adds by itself for a service whose name begins so. */
  private static final String SERVICE_LINK =
      ".*_SERVICE_HOST|.*_SERVICE_PORT(_.*)?|.*_PORT_[0-9]+_(TCP|UDP)(_.*)?";

  private static final List<String> PACES = List.of("speed", "rate", "schedule", "max");

  private final Map<String, List<String>> pathByVariable = new TreeMap<>();
  private final Set<String> maps = new TreeSet<>();
  private final Set<String> structured = new TreeSet<>();

  private EnvironmentSettings() {
    collect(ServiceConfig.class, List.of());
  }

  /** The variables with the settings that they stand for, such as {@code pacing.speed}. */
  public static Map<String, String> variables() {
    Map<String, String> variables = new TreeMap<>();
    new EnvironmentSettings()
        .pathByVariable.forEach((name, path) -> variables.put(name, String.join(".", path)));
    return variables;
  }

  /** The settings in {@code environment}. */
  public static ConfigTree read(Map<String, String> environment) {
    return new EnvironmentSettings().tree(environment);
  }

  private void collect(Class<?> type, List<String> above) {
    for (RecordComponent component : type.getRecordComponents()) {
      List<String> path = new ArrayList<>(above);
      path.add(component.getName());
      if (component.getType().isRecord() && !ConfigOverlay.isOneValue(component.getType())) {
        collect(component.getType(), path);
        continue;
      }
      String name = PREFIX + variable(path);
      pathByVariable.put(name, path);
      if (component.getType() == Map.class) {
        maps.add(name);
      }
      if (component.getType() == Map.class || component.getType() == List.class) {
        structured.add(name);
      }
    }
  }

  private ConfigTree tree(Map<String, String> environment) {
    ObjectNode root = JsonNodeFactory.instance.objectNode();
    Map<String, String> places = new TreeMap<>();
    List<ConfigProblem> problems = new ArrayList<>();
    for (Map.Entry<String, String> entry : new TreeMap<>(environment).entrySet()) {
      String name = entry.getKey();
      if (!name.startsWith(PREFIX) || OTHERS.contains(name)) {
        continue;
      }
      List<String> path = path(name);
      if (path != null) {
        JsonNode value = value(name, entry.getValue(), problems);
        if (value != null) {
          put(root, path, value);
          places.put(String.join(".", path), name);
        }
      } else if (!name.matches(SERVICE_LINK) && isMeant(name)) {
        problems.add(
            new ConfigProblem(
                "environment",
                name,
                name
                    + ": unknown variable"
                    + ConfigOverlay.suggestion(name, List.copyOf(pathByVariable.keySet()))));
      }
    }
    takeThePlaceOfOtherPaces(root);
    return ConfigTree.of("environment", root, places, problems);
  }

  /** The setting that a variable stands for, or null where there is none. */
  private @Nullable List<String> path(String name) {
    List<String> path = pathByVariable.get(name);
    if (path != null) {
      return path;
    }
    for (String map : maps) {
      if (name.startsWith(map + "_") && name.length() > map.length() + 1) {
        List<String> entry = new ArrayList<>(pathByVariable.getOrDefault(map, List.of()));
        boolean dotted = map.endsWith("_PROPERTIES");
        String key = name.substring(map.length() + 1).toLowerCase(Locale.ROOT);
        entry.add(dotted ? key.replace('_', '.') : key);
        return entry;
      }
    }
    return null;
  }

  private @Nullable JsonNode value(String name, String text, List<ConfigProblem> problems) {
    String stripped = text.strip();
    if (stripped.equals("null")) {
      return JsonNodeFactory.instance.nullNode();
    }
    if (stripped.equals("true") || stripped.equals("false")) {
      return JsonNodeFactory.instance.booleanNode(Boolean.parseBoolean(stripped));
    }
    if (!structured.contains(name)) {
      return JsonNodeFactory.instance.textNode(text);
    }
    try {
      return new YAMLMapper().readTree(text);
    } catch (IOException e) {
      problems.add(
          new ConfigProblem(
              name,
              name,
              String.join(".", pathByVariable.getOrDefault(name, List.of()))
                  + ": expected YAML in one line, such as [a, b] or {a: b}"));
      return null;
    }
  }

  private static void put(ObjectNode root, List<String> path, JsonNode value) {
    ObjectNode at = root;
    for (String key : path.subList(0, path.size() - 1)) {
      at = at.get(key) instanceof ObjectNode below ? below : at.putObject(key);
    }
    at.set(path.get(path.size() - 1), value);
  }

  /** A pace in the environment is meant instead of the file's, not beside it. */
  private static void takeThePlaceOfOtherPaces(ObjectNode root) {
    if (root.get("pacing") instanceof ObjectNode pacing && PACES.stream().anyMatch(pacing::has)) {
      for (String other : List.of("speed", "rate", "backfill")) {
        if (!pacing.has(other)) {
          pacing.putNull(other);
        }
      }
      if (!pacing.has("schedule")) {
        pacing.putArray("schedule");
      }
      if (!pacing.has("max")) {
        pacing.put("max", false);
      }
    }
  }

  /** Whether a variable is a setting misspelt, rather than somebody else's. */
  private boolean isMeant(String name) {
    for (RecordComponent component : ServiceConfig.class.getRecordComponents()) {
      boolean isGroup = component.getType().isRecord();
      if (isGroup && name.startsWith(PREFIX + variable(List.of(component.getName())) + "_")) {
        return true;
      }
    }
    return ConfigOverlay.suggestion(name, List.copyOf(pathByVariable.keySet()))
        .contains("did you mean");
  }

  private static String variable(List<String> path) {
    return String.join("_", path).replaceAll("([a-z0-9])([A-Z])", "$1_$2").toUpperCase(Locale.ROOT);
  }
}
