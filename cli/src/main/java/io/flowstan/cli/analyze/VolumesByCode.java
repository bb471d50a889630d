package io.flowstan.cli.analyze;

import io.flowstan.flow.Flow;
import java.util.ArrayList;
import java.util.List;
import java.util.function.IntFunction;
import org.jspecify.annotations.Nullable;

/** Volumes by a small whole number, such as a protocol or a port: exact, in an array. */
final class VolumesByCode {
  private final @Nullable Volume[] volumes;
  private final IntFunction<String> name;

  /** Codes are {@code 0..codes-1}; {@code name} writes one. */
  VolumesByCode(int codes, IntFunction<String> name) {
    this.volumes = new Volume[codes];
    this.name = name;
  }

  void add(int code, Flow flow) {
    Volume volume = volumes[code];
    if (volume == null) {
      volume = new Volume();
      volumes[code] = volume;
    }
    volume.add(flow);
  }

  /** The codes that occurred, those with the most flows first. */
  List<VolumeRow> rows() {
    List<VolumeRow> rows = new ArrayList<>();
    for (int code = 0; code < volumes.length; code++) {
      Volume volume = volumes[code];
      if (volume != null) {
        rows.add(VolumeRow.of(name.apply(code), volume));
      }
    }
    rows.sort(VolumeRow.MOST_FLOWS_FIRST);
    return rows;
  }
}
