package io.flowstan.trainer.baseline;

import io.flowstan.flow.Flow;
import io.flowstan.trainer.table.Attribute;
import io.flowstan.trainer.table.FlowTable;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;

/**
 * The attributes of one flow as a baseline reads and draws them: by place one whole number each, in
 * the order of {@link Attribute} and the steps of {@link Support}.
 */
final class Row {
  /** The attributes by place. */
  static final List<Attribute> ATTRIBUTES = List.of(Attribute.values());

  private static final String LABEL = "background";
  private static final int BELOW_OCTET = 1 << 24;

  private static final int GAP = ATTRIBUTES.indexOf(Attribute.GAP);
  private static final int DIRECTION = ATTRIBUTES.indexOf(Attribute.DIRECTION);
  private static final int PROTOCOL = ATTRIBUTES.indexOf(Attribute.PROTOCOL);
  private static final int HOST_PORT = ATTRIBUTES.indexOf(Attribute.HOST_PORT);
  private static final int PEER_PORT = ATTRIBUTES.indexOf(Attribute.PEER_PORT);
  private static final int PEER_OCTET = ATTRIBUTES.indexOf(Attribute.PEER_OCTET);
  private static final int TOS = ATTRIBUTES.indexOf(Attribute.TOS);
  private static final int FLAGS = ATTRIBUTES.indexOf(Attribute.FLAGS);
  private static final int PACKETS = ATTRIBUTES.indexOf(Attribute.PACKETS);
  private static final int BYTES = ATTRIBUTES.indexOf(Attribute.BYTES);
  private static final int DURATION = ATTRIBUTES.indexOf(Attribute.DURATION);

  private final long[] values = new long[ATTRIBUTES.size()];

  /** The attribute at {@code place} in steps: a duration between two steps is the lower one. */
  static long read(int place, Flow flow, int host, long previousEndSecond) {
    Attribute attribute = ATTRIBUTES.get(place);
    long value = attribute.of(flow, host, previousEndSecond);
    return attribute == Attribute.DURATION ? value / Support.of(attribute).step() : value;
  }

  /** Takes over the attributes of {@code flow} in the stream of {@code host}. */
  void read(Flow flow, int host, long previousEndSecond) {
    for (int place = 0; place < values.length; place++) {
      values[place] = read(place, flow, host, previousEndSecond);
    }
  }

  /** Number of rows that {@code training} has, at least one. */
  static int count(FlowTable training) {
    int rows = Math.toIntExact(training.flows());
    if (rows == 0) {
      throw new IllegalArgumentException(
          training.title() + ": no flow to fit a baseline to: expected at least one");
    }
    return rows;
  }

  /** {@code sums} by place as a map. */
  static Map<Attribute, Double> byAttribute(double[] sums) {
    Map<Attribute, Double> map = new EnumMap<>(Attribute.class);
    for (int place = 0; place < sums.length; place++) {
      map.put(ATTRIBUTES.get(place), sums[place]);
    }
    return map;
  }

  long get(int place) {
    return values[place];
  }

  void set(int place, long value) {
    values[place] = value;
  }

  /**
   * The flow of this row: the peer has the row's first octet and three drawn ones. Nothing is
   * repaired: hard rules hold or not as they were drawn.
   */
  Flow toFlow(int host, long previousEndSecond, Draws draws) {
    int peer;
    do {
      peer = (int) values[PEER_OCTET] << 24 | (int) draws.below(BELOW_OCTET);
    } while (peer == host);
    boolean out = values[DIRECTION] == 0;
    int hostPort = (int) values[HOST_PORT];
    int peerPort = (int) values[PEER_PORT];
    return new Flow(
        previousEndSecond + values[GAP],
        (int) values[DURATION] * Support.of(Attribute.DURATION).step(),
        out ? host : peer,
        out ? peer : host,
        out ? hostPort : peerPort,
        out ? peerPort : hostPort,
        (int) values[PROTOCOL],
        (int) values[FLAGS],
        0,
        (int) values[TOS],
        values[PACKETS],
        values[BYTES],
        LABEL);
  }
}
