package io.flowstan.trainer.network;

import io.flowstan.codec.CodecSpec;
import io.flowstan.codec.CodedFlow;
import io.flowstan.codec.Head;
import io.flowstan.codec.ServiceClass;
import io.flowstan.flow.Flow;
import io.flowstan.flow.FlowRule;
import io.flowstan.flow.IpProtocol;
import io.flowstan.flow.TcpFlags;
import io.flowstan.trainer.tensor.TensorOps;
import java.util.Arrays;
import java.util.List;

/**
 * The hard rules as constants of the graph: masks on logits by what has been drawn, and bounds of
 * whole numbers. What a rule forbids has probability zero, in training as in sampling.
 */
final class RuleTables {
  private static final float OUT = FlowNetwork.MASKED;

  /** What a listed byte count loses for each byte that it lies outside the bounds: finite. */
  private static final float OUT_PER_BYTE = 1e25f;

  /** Nats; e^-80 is 1.8e-35, and the smallest uniform number 6e-8. */
  private static final float DEPTH = 80;

  private final NetworkShape shape;
  private final CodecSpec codec;

  RuleTables(NetworkShape shape) {
    this.shape = shape;
    this.codec = shape.codec();
  }

  /** Whether rules may forbid some of the head's classes. */
  static boolean mayRuleOut(Head head) {
    return switch (head) {
      case PEER, SERVICE, OTHER_PORT, FLAGS, PACKETS, BYTES, DURATION -> true;
      case GAP, DIRECTION, PROTOCOL, SERVICE_PORT, FIRST_OCTET, TOS, LABEL -> false;
    };
  }

  /** Whether they may forbid the last one. */
  static boolean mayRuleOutLast(Head head) {
    return head == Head.SERVICE || head == Head.FLAGS || head == Head.DURATION;
  }

  /**
   * {@code logits [N, C]} by how far they lie below the largest, at most {@value #DEPTH} nats: a
   * class there is still never drawn, but its weight is a normal number. With denormal ones some
   * processors take a hundred times as long.
   */
  static <T> T floored(TensorOps<T> ops, T logits) {
    T below = ops.sub(logits, ops.max(logits, -1, true));
    return ops.max(below, ops.constant(new float[] {-DEPTH}, 1, 1));
  }

  <T> FlowNetwork.NumberRange<T> gap(TensorOps<T> ops) {
    return range(ops, 0, CodecSpec.GAP_CLASSES, CodecSpec.MAX_GAP_SECONDS);
  }

  /**
   * Packets.
   *
   * @param most float32 [N, 1]
   */
  <T> FlowNetwork.NumberRange<T> packets(TensorOps<T> ops, T most) {
    FlowNetwork.NumberRange<T> any = range(ops, 1, CodecSpec.PACKET_CLASSES, codec.maxPackets());
    return new FlowNetwork.NumberRange<>(any.listed(), any.lo(), most);
  }

  /** 1 for the class of the packets that are not listed: [1, packet classes]. */
  <T> T largeFlow(TensorOps<T> ops) {
    float[] last = new float[CodecSpec.PACKET_CLASSES + 1];
    last[CodecSpec.PACKET_CLASSES] = 1;
    return ops.constant(last, 1, last.length);
  }

  /** 1 where {@code protocol}, int64 [N], is TCP: float32 [N, 1]. */
  <T> T isTcp(TensorOps<T> ops, T protocol) {
    float[] table = new float[codec.protocols().size() + 1];
    for (int p = 0; p < codec.protocols().size(); p++) {
      table[p] = codec.protocols().get(p) == IpProtocol.TCP ? 1 : 0;
    }
    return ops.gatherRows(ops.constant(table, table.length, 1), protocol);
  }

  /** No duration, the copy's sign, the listed durations; the mixture covers all above 0. */
  <T> FlowNetwork.NumberRange<T> duration(TensorOps<T> ops) {
    float[] listed = new float[codec.durationClasses()];
    listed[CodecSpec.COPY_DURATION] = CodedFlow.SAME_DURATION;
    for (int i = 0; i < codec.durations().size(); i++) {
      listed[CodecSpec.FIRST_LISTED_DURATION + i] = codec.durations().get(i);
    }
    listed[listed.length - 1] = -1;
    return new FlowNetwork.NumberRange<>(
        ops.constant(listed, listed.length, 1),
        ops.constant(new float[] {1}, 1, 1),
        ops.constant(new float[] {NetworkShape.MAX_DURATION_STEPS}, 1, 1));
  }

  /** Listed numbers first .. first + count - 1; the mixture takes over from there up to hi. */
  private static <T> FlowNetwork.NumberRange<T> range(
      TensorOps<T> ops, int first, int count, long hi) {
    float[] listed = new float[count + 1];
    for (int i = 0; i < count; i++) {
      listed[i] = first + i;
    }
    listed[count] = -1;
    return new FlowNetwork.NumberRange<>(
        ops.constant(listed, count + 1L, 1),
        ops.constant(new float[] {first + count}, 1, 1),
        ops.constant(new float[] {hi}, 1, 1));
  }

  /** Listed byte counts and the placeholder: [C + 1, 1]. */
  <T> T byteValues(TensorOps<T> ops) {
    float[] listed = new float[codec.byteValues().size() + 1];
    for (int i = 0; i < listed.length - 1; i++) {
      listed[i] = codec.byteValues().get(i);
    }
    listed[listed.length - 1] = -1;
    return ops.constant(listed, listed.length, 1);
  }

  /** Where the components of a head's mixture begin, in ln of the number (bytes: a packet). */
  <T> T spread(TensorOps<T> ops, Head head) {
    double from =
        switch (head) {
          case GAP -> Math.log(CodecSpec.GAP_CLASSES);
          case PACKETS -> Math.log(CodecSpec.PACKET_CLASSES);
          case BYTES -> Math.log(40);
          case DURATION -> Math.log(2);
          case PEER,
              DIRECTION,
              PROTOCOL,
              SERVICE,
              SERVICE_PORT,
              OTHER_PORT,
              FIRST_OCTET,
              TOS,
              FLAGS,
              LABEL ->
              0;
        };
    double to =
        switch (head) {
          case GAP -> Math.log(3_600);
          case PACKETS -> Math.log(2_000);
          case BYTES -> Math.log(FlowRule.MAX_BYTES_PER_PACKET);
          case DURATION -> Math.log(NetworkShape.MAX_DURATION_STEPS);
          case PEER,
              DIRECTION,
              PROTOCOL,
              SERVICE,
              SERVICE_PORT,
              OTHER_PORT,
              FIRST_OCTET,
              TOS,
              FLAGS,
              LABEL ->
              0;
        };
    int k = shape.components(head);
    float[] centres = new float[k];
    for (int i = 0; i < k; i++) {
      centres[i] = (float) (from + (to - from) * (i + 0.5) / k);
    }
    return ops.constant(centres, 1, k);
  }

  /**
   * Which services fit a protocol; a copy only where {@code copyable}. The factors are which
   * protocol it is, as zeros and a one, and whether there is nothing to copy.
   *
   * @param protocol int64 [N]
   * @param copyable float32 [N, 1]
   */
  <T> FlowNetwork.Term<T> services(TensorOps<T> ops, T protocol, T copyable) {
    int classes = codec.serviceClasses();
    int protocols = codec.protocols().size() + 1;
    float[] mask = new float[(protocols + 1) * classes];
    float[] identity = new float[protocols * protocols];
    for (int p = 0; p < protocols; p++) {
      identity[p * protocols + p] = 1;
      int ip = p < codec.protocols().size() ? codec.protocols().get(p) : IpProtocol.GRE;
      for (int c = 1; c < classes; c++) {
        mask[p * classes + c] = serviceOf(c).fits(ip) ? 0 : OUT;
      }
    }
    mask[protocols * classes + CodecSpec.COPY_SERVICE] = OUT;
    T which = ops.gatherRows(ops.constant(identity, protocols, protocols), protocol);
    T denied = ops.sub(ops.constant(new float[] {1}, 1, 1), copyable);
    return new FlowNetwork.Term<>(
        ops.concat(1, List.of(which, denied)), ops.constant(mask, protocols + 1L, classes));
  }

  /** 1 for the classes of unlisted services: [classes, 1]. */
  <T> T restServices(TensorOps<T> ops) {
    float[] table = new float[codec.serviceClasses()];
    for (int c = codec.services().size() + 1; c < table.length; c++) {
      table[c] = 1;
    }
    return ops.constant(table, table.length, 1);
  }

  /** 1 for the classes of services with a transport port: [classes, 1]; the copy counts apart. */
  <T> T servicesWithPort(TensorOps<T> ops) {
    float[] table = new float[codec.serviceClasses()];
    for (int c = 1; c < table.length; c++) {
      table[c] = serviceOf(c).kind() == ServiceClass.Kind.PORT ? 1 : 0;
    }
    return ops.constant(table, table.length, 1);
  }

  /** 1 for the classes of services at the host: [classes, 1]; the copy counts apart. */
  <T> T servicesAtHost(TensorOps<T> ops) {
    float[] table = new float[codec.serviceClasses()];
    for (int c = 1; c < table.length; c++) {
      table[c] = serviceOf(c).atHost() ? 1 : 0;
    }
    return ops.constant(table, table.length, 1);
  }

  /**
   * Ports of bins, which are a head's last classes.
   *
   * @param row int64 [N], the class drawn + 1; 0 where the head does not apply
   * @param firstBin the class of the first bin
   */
  <T> Drawer.PortBin<T> portBin(TensorOps<T> ops, T row, int firstBin) {
    int rows = 1 + firstBin + codec.portBins().size();
    float[] isBin = new float[rows];
    float[] first = new float[rows];
    float[] ports = new float[rows];
    Arrays.fill(ports, 1);
    for (int b = 0; b < codec.portBins().size(); b++) {
      isBin[1 + firstBin + b] = 1;
      first[1 + firstBin + b] = codec.portBins().get(b);
      ports[1 + firstBin + b] = codec.portsIn(b);
    }
    return new Drawer.PortBin<>(
        ops.gatherRows(ops.constant(isBin, rows, 1), row),
        ops.gatherRows(ops.constant(first, rows, 1), row),
        ops.gatherRows(ops.constant(ports, rows, 1), row));
  }

  /**
   * Which ways to name the other port are open.
   *
   * @param copyable float32 [N, 1]: there is a last flow with the peer and it had ports
   * @param last float32 [N, 1]: the last port on that side, 0 for none
   * @return float32 [N, other-port classes]
   */
  <T> T otherPort(TensorOps<T> ops, T copyable, T last) {
    int near = CodecSpec.FIRST_LISTED_PORT - CodecSpec.COPY_LAST_PORT;
    float[] steps = new float[near];
    for (int i = 1; i < near; i++) {
      steps[i] = CodecSpec.portStep(CodecSpec.COPY_LAST_PORT + i);
    }
    T one = ops.constant(new float[] {1}, 1, 1);
    T known = ops.lessOrEqual(one, last);
    T port = ops.add(last, ops.constant(steps, 1, near));
    T lawful =
        ops.mul(
            ops.lessOrEqual(one, port),
            ops.lessOrEqual(port, ops.constant(new float[] {Flow.MAX_PORT}, 1, 1)));
    T open = ops.concat(1, List.of(copyable, ops.mul(lawful, known)));
    T denied = ops.mul(ops.sub(open, one), ops.constant(new float[] {-OUT}, 1, 1));
    int others = codec.otherPortClasses() - CodecSpec.FIRST_LISTED_PORT;
    T allowed = ops.mul(last, ops.constant(new float[others], 1, others));
    return ops.concat(1, List.of(denied, allowed));
  }

  /** Which flag sets a protocol may have: [N, flags]. */
  <T> T flags(TensorOps<T> ops, T protocol) {
    int protocols = codec.protocols().size() + 1;
    int classes = codec.flags().size();
    float[] mask = new float[protocols * classes];
    for (int p = 0; p < protocols; p++) {
      boolean tcp = p < codec.protocols().size() && codec.protocols().get(p) == IpProtocol.TCP;
      for (int c = 0; c < classes; c++) {
        int set = codec.flags().get(c);
        boolean fits = tcp ? set != 0 : set == 0 || set == TcpFlags.ACK;
        mask[p * classes + c] = fits ? 0 : OUT;
      }
    }
    return ops.gatherRows(ops.constant(mask, protocols, classes), protocol);
  }

  /** Forbids a single packet where the flags need two: [N, packet classes]. */
  <T> T packetsMask(TensorOps<T> ops, T flags) {
    int classes = CodecSpec.PACKET_CLASSES + 1;
    float[] mask = new float[(codec.flags().size() + 1) * classes];
    for (int c = 0; c < codec.flags().size(); c++) {
      mask[c * classes] = FlowRule.needsTwoPackets(codec.flags().get(c)) ? OUT : 0;
    }
    return ops.gatherRows(ops.constant(mask, codec.flags().size() + 1L, classes), flags);
  }

  /**
   * Forbids a duration where there is one packet, and the copy of one where there is none.
   *
   * @param isSingle float32 [N, 1]: the flow has one packet
   * @param isNone float32 [N, 1]: it answers no flow, or one without a duration
   * @return float32 [N, duration classes]
   */
  <T> T durations(TensorOps<T> ops, T isSingle, T isNone) {
    int classes = codec.durationClasses();
    float[] mask = new float[2 * classes];
    Arrays.fill(mask, 1, classes, OUT);
    mask[classes + CodecSpec.COPY_DURATION] = OUT;
    return ops.matmul(ops.concat(1, List.of(isSingle, isNone)), ops.constant(mask, 2, classes));
  }

  /** The bounds of the byte count by protocol, flags and packets. */
  <T> Bounds<T> bytes(TensorOps<T> ops, T protocol, T flags, T packets) {
    float[] perPacket = new float[codec.protocols().size() + 1];
    for (int p = 0; p < perPacket.length; p++) {
      int ip = p < codec.protocols().size() ? codec.protocols().get(p) : IpProtocol.GRE;
      perPacket[p] = FlowRule.minBytesPerPacket(ip);
    }
    float[] payload = new float[codec.flags().size() + 1];
    for (int c = 0; c < codec.flags().size(); c++) {
      payload[c] = (codec.flags().get(c) & TcpFlags.PSH) != 0 ? 1 : 0;
    }
    T least = ops.gatherRows(ops.constant(perPacket, perPacket.length, 1), protocol);
    T more = ops.gatherRows(ops.constant(payload, payload.length, 1), flags);
    T lo = ops.add(ops.mul(least, packets), more);
    T hi = ops.mul(packets, ops.constant(new float[] {FlowRule.MAX_BYTES_PER_PACKET}, 1, 1));
    return new Bounds<>(lo, hi);
  }

  /** {@code logits [N, C + 1]} with listed byte counts outside the bounds ruled out. */
  <T> T withinBounds(TensorOps<T> ops, Bounds<T> bounds, T logits) {
    int classes = codec.byteValues().size() + 1;
    float[] least = new float[classes];
    float[] most = new float[classes];
    for (int i = 0; i < classes - 1; i++) {
      least[i] = codec.byteValues().get(i) * OUT_PER_BYTE;
      most[i] = least[i];
    }
    // the mixture has bounds of its own
    least[classes - 1] = Float.MAX_VALUE;
    most[classes - 1] = 0;
    T unit = ops.constant(new float[] {OUT_PER_BYTE}, 1, 1);
    T above = ops.sub(ops.constant(least, 1, classes), ops.mul(bounds.lo(), unit));
    T below = ops.sub(ops.mul(bounds.hi(), unit), ops.constant(most, 1, classes));
    T inside = ops.min(ops.min(above, below), ops.constant(new float[] {0}, 1, 1));
    return ops.add(logits, inside);
  }

  /**
   * @param lo float32 [N, 1]
   * @param hi float32 [N, 1]
   */
  record Bounds<T>(T lo, T hi) {}

  private ServiceClass serviceOf(int serviceClass) {
    if (serviceClass <= codec.services().size()) {
      return codec.services().get(serviceClass - 1);
    }
    if (serviceClass == codec.restIcmp()) {
      return new ServiceClass(ServiceClass.Kind.ICMP, false, 0);
    }
    return new ServiceClass(ServiceClass.Kind.PORT, serviceClass == codec.restService(true), 1);
  }
}
