package io.flowstan.engine;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * A host to simulate.
 *
 * @param address the host's IPv4 address
 * @param seed the run's seed; the host's own random stream is keyed by (seed, address)
 * @param startMs simulated time from which the host is alive, milliseconds since the epoch
 * @param profile the host's profile vector in the bundle's units, float32 [P]; null draws one from
 *     the bundle's distribution, keyed by (seed, address)
 */
public record HostSpec(int address, long seed, long startMs, float @Nullable [] profile) {
  /** A host whose profile is drawn from the bundle. */
  public HostSpec(int address, long seed, long startMs) {
    this(address, seed, startMs, null);
  }

  @Override
  public boolean equals(@Nullable Object other) {
    return other instanceof HostSpec that
        && address == that.address
        && seed == that.seed
        && startMs == that.startMs
        && Arrays.equals(profile, that.profile);
  }

  @Override
  public int hashCode() {
    return Arrays.hashCode(new long[] {address, seed, startMs, Arrays.hashCode(profile)});
  }
}
