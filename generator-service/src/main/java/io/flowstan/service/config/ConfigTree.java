package io.flowstan.service.config;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.error.MarkedYAMLException;
import org.yaml.snakeyaml.error.YAMLException;
import org.yaml.snakeyaml.nodes.MappingNode;
import org.yaml.snakeyaml.nodes.Node;
import org.yaml.snakeyaml.nodes.NodeTuple;
import org.yaml.snakeyaml.nodes.ScalarNode;
import org.yaml.snakeyaml.nodes.SequenceNode;
import org.yaml.snakeyaml.nodes.Tag;

/**
 * Settings as they were written, each with the place where it stands: a file's, those of the
 * environment, those of the command line, or one laid over another.
 */
public final class ConfigTree {
  private static final int MAX_BYTES = 1 << 20;
  private static final int MAX_DEPTH = 20;
  private static final int MAX_VALUES = 100_000;

  private final ObjectNode root;
  private final String source;
  private final Map<String, String> places;
  private final List<ConfigProblem> problems;

  private ConfigTree(
      ObjectNode root, String source, Map<String, String> places, List<ConfigProblem> problems) {
    this.root = root;
    this.source = source;
    this.places = places;
    this.problems = problems;
  }

  /** No settings. */
  public static ConfigTree empty() {
    return of("defaults", JsonNodeFactory.instance.objectNode());
  }

  /** Settings that all stand at one place, such as {@code options}. */
  public static ConfigTree of(String source, ObjectNode root) {
    return new ConfigTree(root, source, new TreeMap<>(), new ArrayList<>());
  }

  /** Settings that stand at a place of their own each, by path. */
  static ConfigTree of(
      String source, ObjectNode root, Map<String, String> places, List<ConfigProblem> problems) {
    return new ConfigTree(root, source, new TreeMap<>(places), new ArrayList<>(problems));
  }

  /**
   * Reads a YAML file. What is wrong with it as YAML is a problem among the others.
   *
   * @throws IOException where it cannot be read
   */
  public static ConfigTree read(Path file) throws IOException {
    ConfigTree tree = of(file.toString(), JsonNodeFactory.instance.objectNode());
    if (Files.isRegularFile(file) && Files.size(file) > MAX_BYTES) {
      tree.report(file.toString(), "", "longer than " + MAX_BYTES + " bytes: no configuration is");
      return tree;
    }
    byte[] bytes = Files.readAllBytes(file);
    try {
      String text = StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes)).toString();
      LoaderOptions options = new LoaderOptions();
      options.setNestingDepthLimit(MAX_DEPTH);
      options.setCodePointLimit(MAX_BYTES);
      new Reader(tree).read(new Yaml(options).compose(new java.io.StringReader(text)));
    } catch (CharacterCodingException e) {
      tree.report(file.toString(), "", "not UTF-8: expected YAML text");
    } catch (MarkedYAMLException e) {
      String line = e.getProblemMark() == null ? "" : ":" + (e.getProblemMark().getLine() + 1);
      tree.report(file + line, "", "not YAML: " + e.getProblem());
    } catch (YAMLException e) {
      String what = String.valueOf(e.getMessage()).lines().findFirst().orElse("unreadable");
      tree.report(file.toString(), "", "not YAML: " + what);
    }
    return tree;
  }

  /** This, with what {@code over} says instead; maps are laid over each other key by key. */
  public ConfigTree with(ConfigTree over) {
    ObjectNode merged = root.deepCopy();
    merge(merged, over.root);
    Map<String, String> all = new TreeMap<>(places);
    over.mark("", over.root, all);
    List<ConfigProblem> both = new ArrayList<>(problems);
    both.addAll(over.problems);
    return new ConfigTree(merged, source, all, both);
  }

  /** The settings. */
  public ObjectNode root() {
    return root;
  }

  /** What is wrong with the text itself. */
  List<ConfigProblem> problems() {
    return problems;
  }

  /** Where the setting at {@code path}, or the nearest one around it, stands. */
  String place(String path) {
    String known = places.get(path);
    if (known != null) {
      return known;
    }
    int cut = Math.max(path.lastIndexOf('.'), path.lastIndexOf('['));
    return cut < 0 ? places.getOrDefault("", source) : place(path.substring(0, cut));
  }

  private void report(String place, String path, String text) {
    problems.add(new ConfigProblem(place, path, text));
  }

  /** Notes the place of everything in {@code node}. */
  private void mark(String path, JsonNode node, Map<String, String> into) {
    if (!path.isEmpty()) {
      into.put(path, place(path));
    }
    node.properties()
        .forEach(entry -> mark(ConfigOverlay.child(path, entry.getKey()), entry.getValue(), into));
    for (int i = 0; node.isArray() && i < node.size(); i++) {
      mark(path + "[" + i + "]", node.get(i), into);
    }
  }

  private static void merge(ObjectNode under, ObjectNode over) {
    over.properties()
        .forEach(
            entry -> {
              JsonNode known = under.get(entry.getKey());
              if (known instanceof ObjectNode below
                  && entry.getValue() instanceof ObjectNode above) {
                merge(below, above);
              } else {
                under.set(entry.getKey(), entry.getValue().deepCopy());
              }
            });
  }

  /** From YAML's nodes to settings, with the line of each. */
  private static final class Reader {
    private final ConfigTree tree;
    private int values;

    Reader(ConfigTree tree) {
      this.tree = tree;
    }

    void read(Node node) {
      if (node == null || node.getTag().equals(Tag.NULL)) {
        return; // an empty file: all defaults
      }
      if (node instanceof MappingNode mapping) {
        mapping(mapping, "", tree.root, 0);
      } else {
        tree.report(at(node), "", "expected keys and values");
      }
    }

    private void mapping(MappingNode node, String path, ObjectNode into, int depth) {
      for (NodeTuple tuple : node.getValue()) {
        if (!(tuple.getKeyNode() instanceof ScalarNode keyNode)) {
          tree.report(at(tuple.getKeyNode()), path, prefix(path) + "a key that is no text");
          continue;
        }
        String key = keyNode.getValue();
        String below = ConfigOverlay.child(path, key);
        if (into.has(key)) {
          tree.report(at(keyNode), below, below + ": stands twice, first at " + tree.place(below));
        }
        tree.places.put(below, at(keyNode));
        into.set(key, value(tuple.getValueNode(), below, depth + 1));
      }
    }

    private JsonNode value(Node node, String path, int depth) {
      values++;
      if (depth > MAX_DEPTH || values > MAX_VALUES) {
        if (values <= MAX_VALUES + 1) {
          tree.report(at(node), path, path + ": nested too deeply, or too many values");
          values = MAX_VALUES + 1;
        }
        return JsonNodeFactory.instance.nullNode();
      }
      if (node instanceof MappingNode mapping) {
        ObjectNode into = JsonNodeFactory.instance.objectNode();
        mapping(mapping, path, into, depth);
        return into;
      }
      if (node instanceof SequenceNode sequence) {
        ArrayNode into = JsonNodeFactory.instance.arrayNode();
        for (Node element : sequence.getValue()) {
          String below = path + "[" + into.size() + "]";
          tree.places.put(below, at(element));
          into.add(value(element, below, depth + 1));
        }
        return into;
      }
      String text = ((ScalarNode) node).getValue();
      if (node.getTag().equals(Tag.NULL)) {
        return JsonNodeFactory.instance.nullNode();
      }
      if (node.getTag().equals(Tag.BOOL)) {
        return JsonNodeFactory.instance.booleanNode(isTrue(text));
      }
      return JsonNodeFactory.instance.textNode(text);
    }

    /** YAML 1.1 has several words for it. */
    private static boolean isTrue(String text) {
      return text.equalsIgnoreCase("true")
          || text.equalsIgnoreCase("yes")
          || text.equalsIgnoreCase("on");
    }

    private String at(Node node) {
      return tree.source + ":" + (node.getStartMark().getLine() + 1);
    }

    private static String prefix(String path) {
      return path.isEmpty() ? "" : path + ": ";
    }
  }
}
