package io.flowstan.reference;

import io.flowstan.flow.Flow;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * The bins of a reference laid out one behind the other, so that a live stream is counted into one
 * array and compared attribute by attribute. Immutable, shared by all threads.
 *
 * <p>Each attribute has the bins that the reference has, and one for all other values. The hour of
 * the day is left out: an hour of a stream is one hour of the day.
 */
public final class ReferenceBins {
  private final List<String> keys = new ArrayList<>();
  private final List<long[]> references = new ArrayList<>();
  private final FlowAttribute[] attributes;
  private final short[][] placeOf;
  private final Map<String, Integer> placeOfLabel = new HashMap<>();
  private final int labelsOther;
  private final int[] offsets;
  private final int size;

  /** The bins of {@code reference}. */
  public ReferenceBins(ReferenceHistograms reference) {
    List<FlowAttribute> present = new ArrayList<>();
    List<short[]> places = new ArrayList<>();
    List<Integer> starts = new ArrayList<>();
    int next = 0;
    for (FlowAttribute attribute : FlowAttribute.values()) {
      Map<String, Long> bins = reference.of(attribute.key());
      if (attribute != FlowAttribute.HOUR && !bins.isEmpty()) {
        short[] place = new short[attribute.size()];
        long[] counts = new long[bins.size() + 1];
        Arrays.fill(place, (short) next);
        short local = 0;
        for (Map.Entry<String, Long> bin : bins.entrySet()) {
          if (bin.getKey().equals(ReferenceHistograms.OTHER)) {
            counts[0] += bin.getValue();
          } else {
            local++;
            place[attribute.parse(bin.getKey())] = (short) (next + local);
            counts[local] = bin.getValue();
          }
        }
        present.add(attribute);
        places.add(place);
        starts.add(next);
        keys.add(attribute.key());
        references.add(counts);
        next += counts.length;
      }
    }
    labelsOther = next;
    Map<String, Long> labels = reference.of(ReferenceHistograms.LABEL);
    if (!labels.isEmpty()) {
      long[] counts = new long[labels.size() + 1];
      int local = 0;
      for (Map.Entry<String, Long> label : labels.entrySet()) {
        local++;
        placeOfLabel.put(label.getKey(), next + local);
        counts[local] = label.getValue();
      }
      starts.add(next);
      keys.add(ReferenceHistograms.LABEL);
      references.add(counts);
      next += counts.length;
    }
    attributes = present.toArray(FlowAttribute[]::new);
    placeOf = places.toArray(short[][]::new);
    offsets = starts.stream().mapToInt(Integer::intValue).toArray();
    size = next;
  }

  /** Length of an array to count into. */
  public int size() {
    return size;
  }

  /** The attributes compared. */
  public List<String> keys() {
    return List.copyOf(keys);
  }

  /**
   * Counts a flow. Allocates nothing.
   *
   * @param counts int [size]
   * @param from where this stream's counts begin in {@code counts}
   * @param host an end of the flow
   * @param gapSeconds from the end of the host's previous flow, or {@link
   *     FlowAttribute#UNKNOWN_GAP}
   */
  public void count(int[] counts, int from, Flow flow, int host, long gapSeconds) {
    for (int i = 0; i < attributes.length; i++) {
      int bin = attributes[i].bin(flow, host, gapSeconds);
      if (bin != FlowAttribute.NONE) {
        counts[from + placeOf[i][bin]]++;
      }
    }
    if (!placeOfLabel.isEmpty()) {
      Integer place = placeOfLabel.get(flow.label());
      counts[from + (place == null ? labelsOther : place)]++;
    }
  }

  /**
   * Jensen-Shannon divergence from the reference, in nats; NaN where nothing was counted.
   *
   * @param attribute index into {@link #keys}
   * @param counts long [size]
   */
  public double divergence(int attribute, long[] counts) {
    long[] reference = references.get(attribute);
    int start = offsets[attribute];
    return JensenShannon.nats(
        Arrays.copyOfRange(counts, start, start + reference.length), reference);
  }

  /** Flows counted of the attribute {@code attribute}, index into {@link #keys}. */
  public long flows(int attribute, long[] counts) {
    long flows = 0;
    for (int i = 0; i < references.get(attribute).length; i++) {
      flows += counts[offsets[attribute] + i];
    }
    return flows;
  }
}
