package io.flowstan.score;

import io.flowstan.flow.Flow;
import java.util.List;

/**
 * A host whose flows are given.
 *
 * @param address IPv4 address
 * @param startSecond from when its flows were recorded, at or before the first, seconds since the
 *     epoch
 * @param flows in the order of recording, all obeying the hard rules
 * @param profile standardised as in training, float32 [P]
 */
public record RecordedHost(int address, long startSecond, List<Flow> flows, List<Float> profile) {
  public RecordedHost {
    flows = List.copyOf(flows);
    profile = List.copyOf(profile);
  }

  /** A host whose profile comes as the network's input. */
  public static RecordedHost of(int address, long startSecond, List<Flow> flows, float[] profile) {
    List<Float> values = new java.util.ArrayList<>();
    for (float value : profile) {
      values.add(value);
    }
    return new RecordedHost(address, startSecond, flows, values);
  }
}
