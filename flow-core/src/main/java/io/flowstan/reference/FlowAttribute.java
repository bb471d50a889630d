package io.flowstan.reference;

import io.flowstan.flow.Flow;
import io.flowstan.flow.IpProtocol;
import io.flowstan.flow.Ipv4;
import io.flowstan.flow.TcpFlags;
import org.jspecify.annotations.Nullable;

/**
 * An attribute of a flow in its host's stream, cut into bins that no table moves. A bin is a small
 * number to a program that counts, and a text in a manifest.
 *
 * <p>Sizes and times fall into powers of two: the bin {@code 5} is 32 to 63, {@code -} is 0.
 */
public enum FlowAttribute {
  /** Seconds from the end of the host's previous flow to the end of this one. */
  GAP_SECONDS("gap-seconds", Bins.POWERS) {
    @Override
    int bin(Flow flow, int host, long gapSeconds) {
      return gapSeconds == UNKNOWN_GAP ? NONE : Bins.power(gapSeconds);
    }
  },
  /** Whether the host is the source or the destination. */
  DIRECTION("direction", Bins.SIDES) {
    @Override
    int bin(Flow flow, int host, long gapSeconds) {
      return flow.source() == host ? 1 : 0;
    }
  },
  /** IP protocol. */
  PROTOCOL("protocol", Bins.PROTOCOLS) {
    @Override
    int bin(Flow flow, int host, long gapSeconds) {
      return flow.protocol();
    }
  },
  /**
   * The lower of the two transport ports, which is the service's for nearly every flow; {@code -}
   * for flows without ports.
   */
  SERVICE_PORT("service-port", Bins.PORTS) {
    @Override
    int bin(Flow flow, int host, long gapSeconds) {
      return servicePort(flow);
    }
  },
  /** IP type of service. */
  TOS("tos", Bins.BYTES) {
    @Override
    int bin(Flow flow, int host, long gapSeconds) {
      return flow.tos();
    }
  },
  /** Union of the TCP flags. */
  TCP_FLAGS("tcp-flags", Bins.FLAGS) {
    @Override
    int bin(Flow flow, int host, long gapSeconds) {
      return flow.tcpFlags();
    }
  },
  /** Number of packets. */
  PACKETS("packets", Bins.POWERS) {
    @Override
    int bin(Flow flow, int host, long gapSeconds) {
      return Bins.power(flow.packets());
    }
  },
  /** Number of bytes. */
  BYTES("bytes", Bins.POWERS) {
    @Override
    int bin(Flow flow, int host, long gapSeconds) {
      return Bins.power(flow.bytes());
    }
  },
  /** Milliseconds from the first to the last packet. */
  DURATION_MS("duration-ms", Bins.POWERS) {
    @Override
    int bin(Flow flow, int host, long gapSeconds) {
      return Bins.power(flow.durationMs());
    }
  },
  /** Hour of the day at which the flow ends, UTC. */
  HOUR("hour", Bins.HOURS) {
    @Override
    int bin(Flow flow, int host, long gapSeconds) {
      return hourOfDay(flow.endSecond());
    }
  },
  /** First octet of the address at the other end. */
  PEER_FIRST_OCTET("peer-first-octet", Bins.BYTES) {
    @Override
    int bin(Flow flow, int host, long gapSeconds) {
      return Ipv4.firstOctet(flow.peerOf(host));
    }
  };

  /** The gap of a flow before which no other of its host is known: it is not counted. */
  public static final long UNKNOWN_GAP = -1;

  /** The bin of a flow that this attribute does not apply to. */
  static final int NONE = -1;

  private static final int SECONDS_PER_DAY = 86_400;
  private static final int SECONDS_PER_HOUR = 3_600;

  private final String key;
  private final Bins bins;

  FlowAttribute(String key, Bins bins) {
    this.key = key;
    this.bins = bins;
  }

  /** The hour of the day, UTC, of {@code second} since the epoch. */
  public static int hourOfDay(long second) {
    return Math.floorMod(second, SECONDS_PER_DAY) / SECONDS_PER_HOUR;
  }

  /** The lower transport port of {@code flow}; 0 where its protocol has no ports. */
  public static int servicePort(Flow flow) {
    return IpProtocol.hasPorts(flow.protocol())
        ? Math.min(flow.sourcePort(), flow.destinationPort())
        : 0;
  }

  /** The name in a manifest, and on a meter. */
  public String key() {
    return key;
  }

  /** The attribute named {@code key}; null where there is none. */
  static @Nullable FlowAttribute of(String key) {
    for (FlowAttribute attribute : values()) {
      if (attribute.key.equals(key)) {
        return attribute;
      }
    }
    return null;
  }

  /** Number of bins. */
  int size() {
    return bins.size;
  }

  /**
   * The bin of {@code flow}, 0 to {@link #size} - 1, or {@link #NONE}.
   *
   * @param host an end of the flow
   * @param gapSeconds from the end of the host's previous flow, or {@link #UNKNOWN_GAP}
   */
  abstract int bin(Flow flow, int host, long gapSeconds);

  /** The text of {@code bin} in a manifest. */
  String text(int bin) {
    return bins.text(bin);
  }

  /** The bin of a text, or {@link #NONE} where there is none. */
  int parse(String text) {
    return bins.parse(text);
  }

  /** How bins are written. */
  private enum Bins {
    POWERS(64) {
      @Override
      String text(int bin) {
        return bin == 0 ? "-" : Integer.toString(bin - 1);
      }
    },
    SIDES(2) {
      @Override
      String text(int bin) {
        return bin == 1 ? "out" : "in";
      }
    },
    PROTOCOLS(256) {
      @Override
      String text(int bin) {
        return IpProtocol.format(bin);
      }
    },
    PORTS(Flow.MAX_PORT + 1) {
      @Override
      String text(int bin) {
        return bin == 0 ? "-" : Integer.toString(bin);
      }

      /** There are too many to look through. */
      @Override
      int parse(String text) {
        if (text.equals("-")) {
          return 0;
        }
        boolean isNumber = text.matches("[1-9][0-9]{0,4}");
        int port = isNumber ? Integer.parseInt(text) : NONE;
        return port <= Flow.MAX_PORT ? port : NONE;
      }
    },
    FLAGS(TcpFlags.ALL + 1) {
      @Override
      String text(int bin) {
        return TcpFlags.format(bin);
      }
    },
    BYTES(256),
    HOURS(24);

    private final int size;

    Bins(int size) {
      this.size = size;
    }

    /** The bin of a text, or {@link FlowAttribute#NONE}. */
    int parse(String text) {
      for (int bin = 0; bin < size; bin++) {
        if (text(bin).equals(text)) {
          return bin;
        }
      }
      return NONE;
    }

    String text(int bin) {
      return Integer.toString(bin);
    }

    /** 0 for 0 and below, else 1 + floor(log2(value)). */
    static int power(long value) {
      return value <= 0 ? 0 : 64 - Long.numberOfLeadingZeros(value);
    }
  }
}
