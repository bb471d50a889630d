package io.flowstan.reference;

import io.flowstan.flow.Flow;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** Counts the flows of a table by attribute and bin, to be written as a model's reference. */
public final class FlowCounts {
  /** Ports that keep a bin of their own in a reference: the most frequent ones. */
  static final int PORTS = 256;

  private final Map<FlowAttribute, long[]> counts = new EnumMap<>(FlowAttribute.class);
  private final Map<String, Long> labels = new TreeMap<>();

  /** Nothing counted yet. */
  public FlowCounts() {
    for (FlowAttribute attribute : FlowAttribute.values()) {
      counts.put(attribute, new long[attribute.size()]);
    }
  }

  /** Counts the flows of {@code host}, in the order of their ends. */
  public void add(int host, List<Flow> flows) {
    Flow last = null;
    for (Flow flow : flows) {
      add(
          flow,
          host,
          last == null ? FlowAttribute.UNKNOWN_GAP : flow.endSecond() - last.endSecond());
      last = flow;
    }
  }

  private void add(Flow flow, int host, long gapSeconds) {
    counts.forEach(
        (attribute, bins) -> {
          int bin = attribute.bin(flow, host, gapSeconds);
          if (bin != FlowAttribute.NONE) {
            bins[bin]++;
          }
        });
    labels.merge(flow.label(), 1L, Long::sum);
  }

  /** The counts as they stand in a manifest: bins without a flow are left out. */
  public ReferenceHistograms histograms() {
    Map<String, Map<String, Long>> byKey = new TreeMap<>();
    counts.forEach((attribute, bins) -> byKey.put(attribute.key(), texts(attribute, bins)));
    byKey.put(ReferenceHistograms.LABEL, labels);
    return new ReferenceHistograms(byKey);
  }

  private static Map<String, Long> texts(FlowAttribute attribute, long[] bins) {
    List<Integer> kept = new ArrayList<>();
    for (int bin = 0; bin < bins.length; bin++) {
      if (bins[bin] > 0) {
        kept.add(bin);
      }
    }
    Map<String, Long> texts = new TreeMap<>();
    if (attribute == FlowAttribute.SERVICE_PORT && kept.size() > PORTS) {
      kept.sort(Comparator.<Integer>comparingLong(bin -> bins[bin]).reversed());
      long rest = kept.stream().skip(PORTS).mapToLong(bin -> bins[bin]).sum();
      texts.put(ReferenceHistograms.OTHER, rest);
      kept = kept.subList(0, PORTS);
    }
    kept.forEach(bin -> texts.put(attribute.text(bin), bins[bin]));
    return texts;
  }
}
