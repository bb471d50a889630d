package io.flowstan.reference;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;
import io.flowstan.bundle.BundleException;
import io.flowstan.bundle.Manifest;
import java.util.Collections;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * How many of the training flows fell into each bin of each attribute: the section {@code
 * reference} of a manifest, which a live stream is compared with. It is optional.
 *
 * @param counts by {@link FlowAttribute#key}, or {@link #LABEL}, then by the bin's text
 */
public record ReferenceHistograms(Map<String, Map<String, Long>> counts) {
  /** The attribute whose bins are the labels themselves. */
  public static final String LABEL = "label";

  /** The bin of what has no bin of its own. */
  public static final String OTHER = "other";

  private static final String SECTION = "reference";

  /**
   * @throws IllegalArgumentException where a bin of a known attribute is not one of its, or counts
   *     less than nothing; attributes that this program does not know are kept
   */
  @JsonCreator(mode = JsonCreator.Mode.DELEGATING)
  public ReferenceHistograms {
    if (counts == null) {
      throw new IllegalArgumentException("expected counts by attribute and bin");
    }
    Map<String, Map<String, Long>> copy = new TreeMap<>();
    counts.forEach(
        (key, bins) -> {
          bins.forEach((bin, count) -> check(key, bin, count));
          copy.put(key, Collections.unmodifiableMap(new TreeMap<>(bins)));
        });
    counts = Collections.unmodifiableMap(copy);
  }

  /** The reference that {@code manifest} holds; null where it holds none. */
  public static @Nullable ReferenceHistograms of(Manifest manifest) throws BundleException {
    return manifest.reference().isNull()
        ? null
        : manifest.section(SECTION, ReferenceHistograms.class);
  }

  /** The same as JSON has it. */
  @Override
  @JsonValue
  public Map<String, Map<String, Long>> counts() {
    return counts;
  }

  /** Counts by bin; empty where there are none of the attribute {@code key}. */
  public Map<String, Long> of(String key) {
    return counts.getOrDefault(key, Map.of());
  }

  /** The part of the flows that is in {@code bin}, 0 to 1; 0 where the attribute is not there. */
  public double share(FlowAttribute attribute, int bin) {
    Map<String, Long> bins = of(attribute.key());
    long total = bins.values().stream().mapToLong(Long::longValue).sum();
    return total == 0 ? 0 : (double) bins.getOrDefault(attribute.text(bin), 0L) / total;
  }

  private static void check(String key, String bin, @Nullable Long count) {
    FlowAttribute attribute = FlowAttribute.of(key);
    if (count == null || count < 0) {
      throw new IllegalArgumentException(
          "%s, bin '%s': %s flows: expected a whole number >= 0".formatted(key, bin, count));
    }
    if (attribute != null && !bin.equals(OTHER) && attribute.parse(bin) == FlowAttribute.NONE) {
      throw new IllegalArgumentException(
          "%s: no bin '%s': expected one as '%s' or '%s'"
              .formatted(key, bin, attribute.text(0), attribute.text(attribute.size() - 1)));
    }
  }
}
