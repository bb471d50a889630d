package io.flowstan.trainer.stan;

import io.flowstan.flow.Flow;
import io.flowstan.flow.FlowRule;
import io.flowstan.flow.IpProtocol;
import java.util.List;

/**
 * A flow as STAN's row: the one place where flows become columns and columns become values, in
 * training, scoring and sampling, which in its published code have scales of their own.
 *
 * <p>In between stand 13 whole numbers in the order of {@link StanAttribute}: hour, delta-t (s),
 * protocol (0 TCP, 1 UDP, 2 other), direction (0 out, 1 in), own port, peer port, octets of the
 * peer, packets, bytes, duration (steps of 4 ms).
 */
final class StanRow {
  /** Previous rows of a window. */
  static final int PREVIOUS = 5;

  /** The protocol class of what is neither TCP nor UDP. */
  static final int OTHER = 2;

  private static final int SECONDS_PER_HOUR = 3_600;
  private static final int HOURS = 24;

  private StanRow() {}

  /** The values of {@code flow} in the stream of {@code host}; magnitudes within their ranges. */
  static long[] values(Flow flow, int host, long previousEndSecond) {
    int peer = flow.peerOf(host);
    boolean out = flow.source() == host;
    return new long[] {
      Math.floorMod(Math.floorDiv(flow.endSecond(), SECONDS_PER_HOUR), HOURS),
      StanNumber.DELTA_T.bounded(flow.endSecond() - previousEndSecond),
      protocolClass(flow.protocol()),
      out ? 0 : 1,
      out ? flow.sourcePort() : flow.destinationPort(),
      out ? flow.destinationPort() : flow.sourcePort(),
      peer >>> 24,
      peer >>> 16 & 255,
      peer >>> 8 & 255,
      peer & 255,
      StanNumber.PACKETS.bounded(flow.packets()),
      StanNumber.BYTES.bounded(flow.bytes()),
      StanNumber.DURATION.bounded(flow.durationMs() / FlowRule.DURATION_GRID_MS)
    };
  }

  /** 0 for TCP, 1 for UDP, 2 for all others. */
  static int protocolClass(int protocol) {
    return protocol == IpProtocol.TCP ? 0 : protocol == IpProtocol.UDP ? 1 : OTHER;
  }

  /** Writes {@code values} as 16 columns to {@code into} from {@code at} on. */
  static void write(long[] values, float[] into, int at) {
    for (StanAttribute attribute : StanAttribute.values()) {
      long value = values[attribute.place()];
      int column = at + attribute.column();
      StanNumber number = attribute.number();
      if (number != null) {
        into[column] = (float) number.scaled((double) value);
      } else if (attribute.width() == 1) {
        into[column] = (float) (value / attribute.largestName());
      } else {
        for (int name = 0; name < attribute.width(); name++) {
          into[column + name] = name == value ? 1 : 0;
        }
      }
    }
  }

  /** The values of the 16 columns in {@code from} at {@code at}: undoes {@link #write}. */
  static long[] read(float[] from, int at) {
    long[] values = new long[StanAttribute.COUNT];
    for (StanAttribute attribute : StanAttribute.values()) {
      int column = at + attribute.column();
      StanNumber number = attribute.number();
      long value;
      if (number != null) {
        value = Math.round(number.unscaled(from[column]));
      } else if (attribute.width() == 1) {
        value = Math.round(from[column] * attribute.largestName());
      } else {
        value = 0;
        for (int name = 1; name < attribute.width(); name++) {
          value = from[column + name] > from[column + (int) value] ? name : value;
        }
      }
      values[attribute.place()] = value;
    }
    return values;
  }

  /**
   * Writes the rows of the 5 flows before the one at {@code place}, oldest first, zeros where there
   * are fewer: float32 [5, 16] from {@code at} on.
   */
  static void writePrevious(
      List<Flow> flows, int place, int host, long startSecond, float[] into, int at) {
    for (int row = 0; row < PREVIOUS; row++) {
      int flow = place - PREVIOUS + row;
      int from = at + row * StanAttribute.COLUMNS;
      if (flow < 0) {
        java.util.Arrays.fill(into, from, from + StanAttribute.COLUMNS, 0);
      } else {
        write(values(flows, flow, host, startSecond), into, from);
      }
    }
  }

  /** The values of the flow at {@code place} of a stream that began at {@code startSecond}. */
  static long[] values(List<Flow> flows, int place, int host, long startSecond) {
    long previous = place == 0 ? startSecond : flows.get(place - 1).endSecond();
    return values(flows.get(place), host, previous);
  }

  /** The class that {@code attribute} is drawn as. */
  static int classOf(StanAttribute attribute, long[] values) {
    int value = (int) values[attribute.place()];
    return attribute.isPort() ? PortClasses.of(value) : value;
  }

  /**
   * The flow of drawn {@code values}. Nothing is repaired: hard rules hold or not as they were
   * drawn. The time comes from delta-t; the drawn hour only conditions the rest.
   *
   * @param extra what STAN does not draw
   */
  static Flow flow(long[] values, StanExtras.Extra extra, int host, long previousEndSecond) {
    boolean out = values[StanAttribute.DIRECTION.place()] == 0;
    int ownPort = (int) values[StanAttribute.OWN_PORT.place()];
    int peerPort = (int) values[StanAttribute.PEER_PORT.place()];
    int peer =
        (int)
            (values[StanAttribute.OCTET_1.place()] << 24
                | values[StanAttribute.OCTET_2.place()] << 16
                | values[StanAttribute.OCTET_3.place()] << 8
                | values[StanAttribute.OCTET_4.place()]);
    if (peer == host) {
      peer ^= 1; // a flow has two ends
    }
    return new Flow(
        previousEndSecond + values[StanAttribute.DELTA_T.place()],
        (int) values[StanAttribute.DURATION.place()] * FlowRule.DURATION_GRID_MS,
        out ? host : peer,
        out ? peer : host,
        out ? ownPort : peerPort,
        out ? peerPort : ownPort,
        extra.protocol(),
        extra.flags(),
        0,
        extra.tos(),
        values[StanAttribute.PACKETS.place()],
        values[StanAttribute.BYTES.place()],
        StanExtras.LABEL);
  }
}
