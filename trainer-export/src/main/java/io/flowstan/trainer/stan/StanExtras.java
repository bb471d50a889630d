package io.flowstan.trainer.stan;

import io.flowstan.flow.Flow;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * What a flow needs and STAN does not draw: the exact protocol, TCP flags and ToS, together as
 * often as training flows of the same protocol class (TCP, UDP, other) have them. A help that STAN
 * as described does not have. The label is always background.
 *
 * @param rows training rows that a pass over the data took
 * @param extras those seen, commonest first
 */
record StanExtras(long rows, List<Extra> extras) {
  static final String LABEL = "background";

  /** Protocol numbers that are neither TCP nor UDP. */
  private static final int OTHERS = 254;

  /**
   * A combination.
   *
   * @param protocol IP protocol number
   * @param flags TCP flags as bits
   * @param count training flows that have it, at least 1
   */
  record Extra(int protocol, int flags, int tos, long count) {
    Extra {
      if (protocol < 0 || protocol > 255 || count < 1) {
        throw new IllegalArgumentException(
            "extra of protocol "
                + protocol
                + ", count "
                + count
                + ": expected a protocol 0..255 and a count >= 1");
      }
    }
  }

  StanExtras {
    extras = List.copyOf(extras);
    if (rows < 1) {
      throw new IllegalArgumentException("rows = " + rows + ": expected >= 1");
    }
  }

  /** The extras of all {@code streams}; a class without a flow has none, and is never drawn. */
  static StanExtras of(Iterable<List<Flow>> streams, long rows) {
    Map<Extra, Long> counts = new LinkedHashMap<>();
    for (List<Flow> flows : streams) {
      for (Flow flow : flows) {
        counts.merge(new Extra(flow.protocol(), flow.tcpFlags(), flow.tos(), 1), 1L, Long::sum);
      }
    }
    List<Extra> extras = new ArrayList<>();
    counts.forEach(
        (extra, count) ->
            extras.add(new Extra(extra.protocol(), extra.flags(), extra.tos(), count)));
    extras.sort(
        Comparator.comparingLong(Extra::count)
            .reversed()
            .thenComparing(Extra::protocol)
            .thenComparing(Extra::flags)
            .thenComparing(Extra::tos));
    return new StanExtras(rows, extras);
  }

  /** An extra of {@code protocolClass}; where training had none, TCP, UDP or ICMP without more. */
  Extra draw(int protocolClass, double uniform) {
    long total = total(protocolClass);
    if (total == 0) {
      int[] usual = {
        io.flowstan.flow.IpProtocol.TCP,
        io.flowstan.flow.IpProtocol.UDP,
        io.flowstan.flow.IpProtocol.ICMP
      };
      return new Extra(usual[protocolClass], 0, 0, 1);
    }
    long left = (long) (uniform * total);
    for (Extra extra : extras) {
      if (StanRow.protocolClass(extra.protocol()) == protocolClass) {
        if (left < extra.count()) {
          return extra;
        }
        left -= extra.count();
      }
    }
    throw new IllegalArgumentException("uniform = " + uniform + ": expected 0 <= u < 1");
  }

  /** -ln P(protocol | its class), of the others by Laplace's rule over all 254 numbers. */
  double protocolNats(int protocol) {
    if (StanRow.protocolClass(protocol) != StanRow.OTHER) {
      return 0;
    }
    long count = 0;
    for (Extra extra : extras) {
      count += extra.protocol() == protocol ? extra.count() : 0;
    }
    return Math.log((total(StanRow.OTHER) + (double) OTHERS) / (count + 1.0));
  }

  private long total(int protocolClass) {
    long total = 0;
    for (Extra extra : extras) {
      total += StanRow.protocolClass(extra.protocol()) == protocolClass ? extra.count() : 0;
    }
    return total;
  }
}
