package io.flowstan.service.config;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.flowstan.service.clock.RateProfile;
import io.flowstan.service.population.HostGroup;
import java.io.IOException;
import java.lang.reflect.RecordComponent;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The examples say every key, the true defaults, and units. */
class ExamplesTest {
  private static final Path SERVICE = Path.of("../examples/service.yaml");
  private static final Path CAMPUS = Path.of("../examples/campus.yaml");
  private static final Set<Class<?>> WITH_UNITS =
      Set.of(int.class, long.class, Double.class, RateProfile.class, Duration.class, Instant.class);

  @Test
  void theOneOfEveryKeySaysWhatNoFileSays() throws IOException {
    assertThat(ServiceConfig.read(SERVICE)).isEqualTo(ServiceConfig.defaults());
    assertThat(missing(ConfigTree.read(SERVICE).root(), ServiceConfig.class, "")).isEmpty();
  }

  @Test
  void everyKeyHasAComment() throws IOException {
    ConfigTree tree = ConfigTree.read(SERVICE);
    List<String> lines = Files.readAllLines(SERVICE);

    List<String> bare = new ArrayList<>();
    for (Map.Entry<String, RecordComponent> leaf : leaves(ServiceConfig.class, "").entrySet()) {
      String comment = comment(lines, line(tree, leaf.getKey()));
      boolean needsUnit = WITH_UNITS.contains(leaf.getValue().getType());
      if (comment.isEmpty() || (needsUnit && !comment.contains("Unit:"))) {
        bare.add(leaf.getKey());
      }
    }

    assertThat(bare).as("keys without a comment, or without a unit").isEmpty();
  }

  @Test
  void theKeysOfGroupsAndLegsAreInTheOtherWithTheirDefaults() throws IOException {
    ConfigTree tree = ConfigTree.read(CAMPUS);
    List<String> lines = Files.readAllLines(CAMPUS);
    JsonNode groups = tree.root().path("population").path("groups");

    for (RecordComponent component : HostGroup.class.getRecordComponents()) {
      String name = component.getName();
      int group = groups.get(0).has(name) ? 0 : 1;
      String comment = comment(lines, line(tree, "population.groups[" + group + "]." + name));
      String value = defaultOf(name);
      assertThat(comment).as(name).contains("Default: " + (value.isEmpty() ? "empty" : value));
    }
    assertThat(
            missing(tree.root().path("pacing").path("schedule").get(0), RateProfile.Leg.class, ""))
        .isEmpty();
  }

  @ParameterizedTest
  @ValueSource(strings = {"service.yaml", "campus.yaml"})
  void whatIsShownOfAConfigurationIsOne(String file) throws IOException {
    // Given
    ServiceConfig config = ServiceConfig.read(SERVICE.resolveSibling(file));

    // When what /config shows is read
    ServiceConfig again = ServiceConfig.of(ConfigTree.of("shown", ShownConfig.of(config)));

    // Then nothing is lost, as nothing in it is a secret
    assertThat(again).isEqualTo(config);
  }

  private static String defaultOf(String component) {
    HostGroup group = HostGroup.defaults();
    return switch (component) {
      case "name" -> group.name();
      case "hosts" -> Integer.toString(group.hosts());
      case "addresses" -> group.addresses().toString();
      case "network" -> group.network().toString();
      case "seed" -> Long.toString(group.seed());
      case "start" -> String.valueOf(group.start());
      case "bundle" -> String.valueOf(group.bundle());
      default -> "a default that this test does not know: " + component;
    };
  }

  private static List<String> missing(JsonNode tree, Class<?> type, String above) {
    List<String> missing = new ArrayList<>();
    for (RecordComponent component : type.getRecordComponents()) {
      String path = ConfigOverlay.child(above, component.getName());
      if (!tree.has(component.getName())) {
        missing.add(path);
      } else if (isGroup(component)) {
        missing.addAll(missing(tree.get(component.getName()), component.getType(), path));
      }
    }
    return missing;
  }

  private static Map<String, RecordComponent> leaves(Class<?> type, String above) {
    Map<String, RecordComponent> leaves = new TreeMap<>();
    for (RecordComponent component : type.getRecordComponents()) {
      String path = ConfigOverlay.child(above, component.getName());
      if (isGroup(component)) {
        leaves.putAll(leaves(component.getType(), path));
      } else {
        leaves.put(path, component);
      }
    }
    return leaves;
  }

  private static boolean isGroup(RecordComponent component) {
    return component.getType().isRecord() && !ConfigOverlay.isOneValue(component.getType());
  }

  private static int line(ConfigTree tree, String path) {
    String place = tree.place(path);
    return Integer.parseInt(place.substring(place.lastIndexOf(':') + 1));
  }

  /** The comment right above a line, in one line. */
  private static String comment(List<String> lines, int line) {
    StringBuilder comment = new StringBuilder();
    for (int i = line - 2; i >= 0 && lines.get(i).strip().startsWith("#"); i--) {
      comment.insert(0, lines.get(i).strip().substring(1).strip() + " ");
    }
    return comment.toString();
  }
}
