package io.flowstan.cli.analyze;

import java.util.Comparator;

/**
 * One line of a table of volumes.
 *
 * @param name what is counted: a protocol, a port, a label, an hour
 * @param flows number of flows
 * @param bytes their bytes
 * @param packets their packets
 */
record VolumeRow(String name, long flows, long bytes, long packets) {
  /** The most flows first; equal ones by name. */
  static final Comparator<VolumeRow> MOST_FLOWS_FIRST =
      Comparator.comparingLong(VolumeRow::flows).reversed().thenComparing(VolumeRow::name);

  static VolumeRow of(String name, Volume volume) {
    return new VolumeRow(name, volume.flows(), volume.bytes(), volume.packets());
  }
}
