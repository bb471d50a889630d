package io.flowstan.service.stream;

import io.flowstan.engine.HostSpec;
import io.flowstan.service.population.AssignedHost;
import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/**
 * What the store holds of a host: its assignment, where its stream stands and the engine's state.
 *
 * @param host the assignment
 * @param removed whether the host is not simulated any more; its context stays, so that its
 *     sequence goes on where it stopped should the host come back
 * @param firstSequence sequence number of the stream's first flow: 0, or where the stream of an
 *     earlier assignment of this address ended
 * @param nextSequence sequence number of the host's next flow
 * @param state bytes of the engine behind the last flow sent or, where the position alone was
 *     written since, behind an earlier one; empty before the first
 */
record HostContext(
    AssignedHost host, boolean removed, long firstSequence, long nextSequence, byte[] state) {
  private static final byte VERSION = 3;
  private static final int REMOVED = 1;
  private static final int PROFILE = 2;
  private static final int BUNDLE = 4;
  private static final int FIXED_BYTES = 2 + Integer.BYTES + 4 * Long.BYTES;

  /** A host before its first flow. */
  static HostContext fresh(AssignedHost host, long firstSequence) {
    return new HostContext(host, false, firstSequence, firstSequence, new byte[0]);
  }

  /** Whether the engine's state is that before the first flow. */
  boolean isFresh() {
    return state.length == 0;
  }

  /** Flows of the stream that have been sent. */
  long sent() {
    return nextSequence - firstSequence;
  }

  /** The same of {@code assigned}, which is simulated. */
  HostContext present(AssignedHost assigned) {
    return new HostContext(assigned, false, firstSequence, nextSequence, state);
  }

  /** The same with {@code position} as the next sequence number, where that lies further on. */
  HostContext at(long position) {
    return position <= nextSequence
        ? this
        : new HostContext(host, removed, firstSequence, position, state);
  }

  /** The versioned bytes that {@link #fromBytes} reads: big endian, the state at the end. */
  byte[] toBytes() {
    HostSpec spec = host.spec();
    float @Nullable [] profile = spec.profile();
    byte @Nullable [] bundle =
        host.bundle() == null ? null : host.bundle().getBytes(StandardCharsets.UTF_8);
    int profileBytes = profile == null ? 0 : Integer.BYTES + profile.length * Float.BYTES;
    int bundleBytes = bundle == null ? 0 : Integer.BYTES + bundle.length;
    ByteBuffer out = ByteBuffer.allocate(FIXED_BYTES + profileBytes + bundleBytes + state.length);
    int flags =
        (removed ? REMOVED : 0) | (profile == null ? 0 : PROFILE) | (bundle == null ? 0 : BUNDLE);
    out.put(VERSION)
        .put((byte) flags)
        .putInt(spec.address())
        .putLong(spec.seed())
        .putLong(spec.startMs())
        .putLong(firstSequence)
        .putLong(nextSequence);
    if (profile != null) {
      out.putInt(profile.length);
      for (float value : profile) {
        out.putFloat(value);
      }
    }
    if (bundle != null) {
      out.putInt(bundle.length).put(bundle);
    }
    return out.put(state).array();
  }

  /**
   * Reads what {@link #toBytes} wrote.
   *
   * @throws IllegalArgumentException where the bytes are cut short or of another version
   */
  static HostContext fromBytes(byte[] bytes) {
    try {
      ByteBuffer in = ByteBuffer.wrap(bytes);
      byte version = in.get();
      if (version != VERSION) {
        throw new IllegalArgumentException(
            "host context has version "
                + version
                + ", expected "
                + VERSION
                + ": it is of another version of the program; give the run another application id");
      }
      byte flags = in.get();
      int address = in.getInt();
      long seed = in.getLong();
      long startMs = in.getLong();
      long firstSequence = in.getLong();
      long nextSequence = in.getLong();
      float[] profile = null;
      if ((flags & PROFILE) != 0) {
        profile = new float[Math.min(in.getInt(), in.remaining() / Float.BYTES)];
        for (int i = 0; i < profile.length; i++) {
          profile[i] = in.getFloat();
        }
      }
      String bundle = null;
      if ((flags & BUNDLE) != 0) {
        byte[] name = new byte[Math.min(in.getInt(), in.remaining())];
        in.get(name);
        bundle = new String(name, StandardCharsets.UTF_8);
      }
      byte[] state = new byte[in.remaining()];
      in.get(state);
      return new HostContext(
          new AssignedHost(new HostSpec(address, seed, startMs, profile), bundle),
          (flags & REMOVED) != 0,
          firstSequence,
          nextSequence,
          state);
    } catch (BufferUnderflowException | NegativeArraySizeException e) {
      throw new IllegalArgumentException(
          "host context of " + bytes.length + " bytes is cut short or damaged", e);
    }
  }
}
