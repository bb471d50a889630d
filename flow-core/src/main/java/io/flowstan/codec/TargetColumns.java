package io.flowstan.codec;

import java.util.HashMap;
import java.util.Map;

/**
 * The columns in which a coded flow is given to the network as a target.
 *
 * <p>{@code targets} int64 [N, 14] holds each head's class in head order, -1 where a head does not
 * apply; {@code numbers} float32 [N, 12] holds for gap, packets, bytes and duration the number, its
 * ln (0 for 0) and ln(n + 1) - ln(n) (in double precision before rounding).
 */
public final class TargetColumns {
  public static final int CLASSES = Head.values().length;
  public static final int NUMBERS = 12;

  private final CodecSpec spec;
  private final Map<Integer, Integer> byteClass = new HashMap<>();
  private final Map<Integer, Integer> durationClass = new HashMap<>();

  public TargetColumns(CodecSpec spec) {
    this.spec = spec;
    for (int i = 0; i < spec.byteValues().size(); i++) {
      byteClass.put(spec.byteValues().get(i), i);
    }
    durationClass.put(0, 0);
    durationClass.put(CodedFlow.SAME_DURATION, CodecSpec.COPY_DURATION);
    for (int i = 0; i < spec.durations().size(); i++) {
      durationClass.put(spec.durations().get(i), CodecSpec.FIRST_LISTED_DURATION + i);
    }
  }

  public static int firstNumber(Head head) {
    return switch (head) {
      case GAP -> 0;
      case PACKETS -> 3;
      case BYTES -> 6;
      case DURATION -> 9;
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
          throw new IllegalArgumentException("head " + head.title() + " draws no number");
    };
  }

  /** Writes the columns of {@code flow}. */
  public void write(CodedFlow flow, long[] targets, int at, float[] numbers, int numbersAt) {
    targets[at + Head.GAP.column()] = Math.min(flow.gapSeconds, CodecSpec.GAP_CLASSES);
    targets[at + Head.PEER.column()] = flow.peerEvent;
    targets[at + Head.DIRECTION.column()] = flow.direction;
    targets[at + Head.PROTOCOL.column()] = flow.protocol;
    targets[at + Head.SERVICE.column()] = flow.service;
    boolean rest = !flow.isReply() && flow.service > spec.services().size();
    targets[at + Head.SERVICE_PORT.column()] = rest ? spec.portBin(flow.servicePort) : -1;
    targets[at + Head.OTHER_PORT.column()] = flow.otherPortClass;
    targets[at + Head.FIRST_OCTET.column()] = flow.firstOctet;
    targets[at + Head.TOS.column()] = flow.tos;
    targets[at + Head.FLAGS.column()] = flow.flags;
    targets[at + Head.PACKETS.column()] = Math.min(flow.packets - 1, CodecSpec.PACKET_CLASSES);
    targets[at + Head.BYTES.column()] =
        flow.bytes > Integer.MAX_VALUE
            ? spec.byteValues().size()
            : byteClass.getOrDefault((int) flow.bytes, spec.byteValues().size());
    targets[at + Head.DURATION.column()] =
        durationClass.getOrDefault(flow.durationSteps, spec.durationClasses() - 1);
    targets[at + Head.LABEL.column()] = flow.label;
    writeNumber(flow.gapSeconds, numbers, numbersAt);
    writeNumber(flow.packets, numbers, numbersAt + 3);
    writeNumber(flow.bytes, numbers, numbersAt + 6);
    writeNumber(flow.durationSteps, numbers, numbersAt + 9);
  }

  private static void writeNumber(long value, float[] numbers, int at) {
    double n = Math.max(1, value);
    numbers[at] = value;
    numbers[at + 1] = (float) Math.log(n);
    numbers[at + 2] = (float) Math.log1p(1 / n);
  }
}
