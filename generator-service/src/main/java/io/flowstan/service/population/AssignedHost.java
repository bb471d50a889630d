package io.flowstan.service.population;

import io.flowstan.avro.HostAssignment;
import io.flowstan.engine.HostSpec;
import io.flowstan.flow.Ipv4;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A host to simulate, and with which model.
 *
 * @param spec the host
 * @param bundle name of the bundle; null for the service's default one
 */
public record AssignedHost(HostSpec spec, @Nullable String bundle) {
  /** A host of the default bundle. */
  public AssignedHost(HostSpec spec) {
    this(spec, null);
  }

  /**
   * What a record of the hosts topic asks for.
   *
   * @throws IllegalArgumentException where its address is none
   */
  public static AssignedHost of(HostAssignment record) {
    return new AssignedHost(
        new HostSpec(
            Ipv4.parse(record.getAddress()),
            record.getSeed(),
            record.getStart().toEpochMilli(),
            floats(record.getProfile())),
        record.getBundle());
  }

  /** The record of the hosts topic that asks for this. */
  public HostAssignment toRecord() {
    return HostAssignment.newBuilder()
        .setAddress(Ipv4.format(spec.address()))
        .setBundle(bundle)
        .setSeed(spec.seed())
        .setStart(Instant.ofEpochMilli(spec.startMs()))
        .setProfile(list(spec.profile()))
        .build();
  }

  /** The record of the hosts topic that ends the simulation of {@code address}. */
  public static HostAssignment removal(int address) {
    return HostAssignment.newBuilder()
        .setAddress(Ipv4.format(address))
        .setStart(Instant.EPOCH)
        .setRemoved(true)
        .build();
  }

  private static float @Nullable [] floats(@Nullable List<Float> values) {
    if (values == null) {
      return null;
    }
    float[] floats = new float[values.size()];
    for (int i = 0; i < floats.length; i++) {
      floats[i] = values.get(i);
    }
    return floats;
  }

  private static @Nullable List<Float> list(float @Nullable [] values) {
    if (values == null) {
      return null;
    }
    List<Float> floats = new ArrayList<>(values.length);
    for (float value : values) {
      floats.add(value);
    }
    return floats;
  }
}
