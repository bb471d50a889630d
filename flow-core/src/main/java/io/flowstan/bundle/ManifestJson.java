package io.flowstan.bundle;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.util.DefaultIndenter;
import com.fasterxml.jackson.core.util.DefaultPrettyPrinter;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonMappingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.MapperFeature;
import com.fasterxml.jackson.databind.ObjectWriter;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.cfg.JsonNodeFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.nio.charset.StandardCharsets;

/**
 * The JSON of a manifest: sorted keys and fixed line ends, so that equal content is equal bytes.
 */
final class ManifestJson {
  private static final JsonMapper MAPPER =
      JsonMapper.builder()
          .enable(MapperFeature.SORT_PROPERTIES_ALPHABETICALLY)
          .enable(SerializationFeature.ORDER_MAP_ENTRIES_BY_KEYS)
          .enable(JsonNodeFeature.WRITE_PROPERTIES_SORTED)
          .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
          .build();

  private static final ObjectWriter WRITER = MAPPER.writer(printer());

  private ManifestJson() {}

  private static DefaultPrettyPrinter printer() {
    DefaultPrettyPrinter printer = new DefaultPrettyPrinter();
    printer.indentObjectsWith(new DefaultIndenter("  ", "\n"));
    return printer;
  }

  static byte[] write(Manifest manifest) {
    try {
      return (WRITER.writeValueAsString(manifest) + "\n").getBytes(StandardCharsets.UTF_8);
    } catch (JsonProcessingException e) {
      throw new IllegalArgumentException("manifest of '" + manifest.name() + "'", e);
    }
  }

  /** Reads the version first: another version may have other fields. */
  static Manifest read(byte[] json, String where) throws BundleException {
    JsonNode tree;
    try {
      tree = MAPPER.readTree(new String(json, StandardCharsets.UTF_8));
    } catch (JsonProcessingException e) {
      throw problem(where, e);
    }
    int version = tree.path("formatVersion").asInt(0);
    if (version != Manifest.FORMAT_VERSION) {
      throw new BundleException(
          "%s: formatVersion = %s: this program reads version %d; train the model with this program, or run it with the release that wrote it"
              .formatted(where, tree.path("formatVersion"), Manifest.FORMAT_VERSION));
    }
    return bind(tree, Manifest.class, where);
  }

  static JsonNode tree(Object section) {
    return MAPPER.valueToTree(section);
  }

  static <T> T bind(JsonNode node, Class<T> type, String where) throws BundleException {
    try {
      return MAPPER.treeToValue(node, type);
    } catch (JsonProcessingException e) {
      throw problem(where, e);
    }
  }

  private static BundleException problem(String where, JsonProcessingException e) {
    StringBuilder path = new StringBuilder(where);
    if (e instanceof JsonMappingException mapping) {
      for (JsonMappingException.Reference reference : mapping.getPath()) {
        String field = reference.getFieldName();
        path.append(field == null ? "[" + reference.getIndex() + "]" : " " + field);
      }
    }
    return new BundleException(path + ": " + e.getOriginalMessage(), e);
  }
}
