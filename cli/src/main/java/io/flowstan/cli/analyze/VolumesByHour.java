package io.flowstan.cli.analyze;

import io.flowstan.flow.Flow;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** Volumes by the hour in which flows end (UTC), for at most a leap year of hours. */
final class VolumesByHour {
  static final int MAX_HOURS = 366 * 24;

  private static final int HOURS_PER_DAY = 24;
  private static final long SECONDS_PER_HOUR = 3_600;

  private final TreeMap<Long, Volume> volumes = new TreeMap<>();
  private long lastHour = Long.MIN_VALUE;
  private Volume last = new Volume();
  private long flowsBeyondMax;

  void add(Flow flow) {
    long hour = Math.floorDiv(flow.endSecond(), SECONDS_PER_HOUR);
    if (hour != lastHour) {
      Volume found = volumes.get(hour);
      if (found == null) {
        if (volumes.size() == MAX_HOURS) {
          flowsBeyondMax++;
          return;
        }
        found = new Volume();
        volumes.put(hour, found);
      }
      lastHour = hour;
      last = found;
    }
    last.add(flow);
  }

  /** The hours that have flows, in order of time, named by their start. */
  List<VolumeRow> rows() {
    List<VolumeRow> rows = new ArrayList<>();
    for (Map.Entry<Long, Volume> entry : volumes.entrySet()) {
      String start = Instant.ofEpochSecond(entry.getKey() * SECONDS_PER_HOUR).toString();
      rows.add(VolumeRow.of(start, entry.getValue()));
    }
    return rows;
  }

  /** Flows by hour of the day, 0..23, all days together. */
  long[] flowsByHourOfDay() {
    long[] flows = new long[HOURS_PER_DAY];
    volumes.forEach(
        (hour, volume) -> flows[(int) Math.floorMod(hour, (long) HOURS_PER_DAY)] += volume.flows());
    return flows;
  }

  /** Number of flows in hours that came when as many as there may be were held. */
  long flowsBeyondMax() {
    return flowsBeyondMax;
  }
}
