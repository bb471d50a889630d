package io.flowstan.cli.analyze;

import io.flowstan.flow.Flow;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Volumes by label, for as many labels as a table may sensibly have. */
final class VolumesByLabel {
  /** The data set has nine; more than this are no labels, and would need memory without bound. */
  static final int MAX_LABELS = 256;

  private final Map<String, Volume> volumes = new HashMap<>();
  private long flowsBeyondMax;

  void add(Flow flow) {
    Volume volume = volumes.get(flow.label());
    if (volume == null) {
      if (volumes.size() == MAX_LABELS) {
        flowsBeyondMax++;
        return;
      }
      volume = new Volume();
      volumes.put(flow.label(), volume);
    }
    volume.add(flow);
  }

  /** The labels that are held, those with the most flows first. */
  List<VolumeRow> rows() {
    return volumes.entrySet().stream()
        .map(entry -> VolumeRow.of(entry.getKey(), entry.getValue()))
        .sorted(VolumeRow.MOST_FLOWS_FIRST)
        .toList();
  }

  /** Number of flows whose label came when as many as there may be were held. */
  long flowsBeyondMax() {
    return flowsBeyondMax;
  }
}
