package io.flowstan.engine;

import io.flowstan.codec.CodedFlow;
import io.flowstan.codec.HostContext;
import io.flowstan.profile.FlowTally;
import io.flowstan.random.CounterRandom;
import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/** A bundle's host: its context behind the last flow handed out, and its next flow as coded. */
final class SimulatedHost extends EngineHost {
  private static final byte STATE_VERSION = 7;

  /** Random numbers of one step: 0..47 go to the graph, the rest to the decoding. */
  private static final int COUNTERS_PER_STEP = 64;

  static final int SPREAD_COUNTER = 48;
  private static final int PEER_NAME = 50;
  private static final int PROFILE_NAME = 0x920F;
  private static final int PACE_NAME = 0xBACE;

  final HostContext context;
  final ProfileGovernor profile;
  final FlowTally made;
  final CodedFlow coded = new CodedFlow();
  final float[] contextVector;
  private final HostSpec spec;

  /** The tick that {@link #contextVector} belongs to. */
  long contextTick = Long.MIN_VALUE;

  /** What its last steps said; null where that is to be made from its last flows first. */
  @Nullable HostPast past;

  private SimulatedHost(
      HostSpec spec,
      HostContext context,
      FlowTally made,
      ProfileGovernor profile,
      int contextWidth,
      long lastDueMs) {
    super(spec.address(), hostKey(spec), context.steps(), lastDueMs);
    this.spec = spec;
    this.context = context;
    this.made = made;
    this.profile = profile;
    this.contextVector = new float[contextWidth];
  }

  static SimulatedHost begin(HostSpec spec, ProfileGovernor profile, int contextWidth) {
    HostContext context = new HostContext(spec.address(), Math.floorDiv(spec.startMs(), 1_000));
    return new SimulatedHost(spec, context, new FlowTally(), profile, contextWidth, spec.startMs());
  }

  /** Key from which a host's profile is drawn: a function of seed and address. */
  static long profileKey(HostSpec spec) {
    return CounterRandom.subKey(hostKey(spec), PROFILE_NAME);
  }

  /** Key of a host's {@link HostPace}: a function of seed and address. */
  static long paceKey(HostSpec spec) {
    return CounterRandom.subKey(hostKey(spec), PACE_NAME);
  }

  private static long hostKey(HostSpec spec) {
    return CounterRandom.subKey(spec.seed(), spec.address() & 0xFFFF_FFFFL);
  }

  HostSpec spec() {
    return spec;
  }

  /** Writes the step's uniforms, float32 [U]. */
  void writeUniforms(float[] out) {
    long first = context.steps() * COUNTERS_PER_STEP;
    for (int u = 0; u < out.length; u++) {
      out[u] = CounterRandom.uniform(key(), first + u);
    }
  }

  double uniformDouble(int counter) {
    return CounterRandom.uniformDouble(key(), context.steps() * COUNTERS_PER_STEP + counter);
  }

  /** Key of the draw of this step's new peer. */
  long peerKey() {
    return CounterRandom.subKey(key(), context.steps() * COUNTERS_PER_STEP + PEER_NAME);
  }

  /** The state behind the last flow handed out. */
  byte[] write(String bundleDigest) {
    byte[] inner = context.write();
    byte[] digest = digestBytes(bundleDigest);
    ByteBuffer out =
        ByteBuffer.allocate(1 + digest.length + Long.BYTES * 2 + FlowTally.bytes() + inner.length);
    out.put(STATE_VERSION).put(digest).putLong(spec.seed()).putLong(lastDueMs());
    made.write(out);
    return out.put(inner).array();
  }

  static SimulatedHost read(
      HostSpec spec, byte[] state, String bundleDigest, ProfileGovernor profile, int contextWidth) {
    try {
      return readWhole(spec, state, bundleDigest, profile, contextWidth);
    } catch (BufferUnderflowException e) {
      throw new IllegalArgumentException(
          "state of host "
              + io.flowstan.flow.Ipv4.format(spec.address())
              + ": cut short at "
              + state.length
              + " bytes; start the host anew",
          e);
    }
  }

  private static SimulatedHost readWhole(
      HostSpec spec, byte[] state, String bundleDigest, ProfileGovernor profile, int contextWidth) {
    ByteBuffer in = ByteBuffer.wrap(state);
    byte version = in.get();
    if (version != STATE_VERSION) {
      throw new IllegalArgumentException(
          "state of host "
              + io.flowstan.flow.Ipv4.format(spec.address())
              + ": version "
              + version
              + ", expected "
              + STATE_VERSION
              + "; start the host anew");
    }
    byte[] digest = new byte[digestBytes(bundleDigest).length];
    in.get(digest);
    if (!Arrays.equals(digest, digestBytes(bundleDigest))) {
      throw new IllegalArgumentException(
          "state of host "
              + io.flowstan.flow.Ipv4.format(spec.address())
              + ": written with another bundle; use that bundle, or start the host anew");
    }
    long seed = in.getLong();
    long lastDueMs = in.getLong();
    FlowTally made = FlowTally.read(in);
    HostContext context = HostContext.read(in);
    if (context.host() != spec.address() || seed != spec.seed()) {
      throw new IllegalArgumentException(
          "state of host "
              + io.flowstan.flow.Ipv4.format(context.host())
              + ", seed "
              + seed
              + ": expected host "
              + io.flowstan.flow.Ipv4.format(spec.address())
              + ", seed "
              + spec.seed());
    }
    return new SimulatedHost(spec, context, made, profile, contextWidth, lastDueMs);
  }

  /** The first 8 bytes of the hexadecimal digest: enough to tell bundles apart. */
  private static byte[] digestBytes(String bundleDigest) {
    return ByteBuffer.allocate(Long.BYTES)
        .putLong(Long.parseUnsignedLong(bundleDigest.substring(0, 16), 16))
        .array();
  }
}
