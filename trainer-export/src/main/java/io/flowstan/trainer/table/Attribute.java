package io.flowstan.trainer.table;

import io.flowstan.flow.Flow;

/**
 * What a flow says within its host's stream, as one whole number: the same for recorded flows, the
 * model's and a baseline's.
 */
public enum Attribute {
  /** Seconds since the end of the host's previous flow; of the first one since the start. */
  GAP("delta-t", Kind.NUMBER) {
    @Override
    public long of(Flow flow, int host, long previousEndSecond) {
      return flow.endSecond() - previousEndSecond;
    }
  },
  /** 0 where the host is the source, 1 where it is the destination. */
  DIRECTION("direction", Kind.CLASS) {
    @Override
    public long of(Flow flow, int host, long previousEndSecond) {
      return flow.source() == host ? 0 : 1;
    }
  },
  /** IP protocol number. */
  PROTOCOL("protocol", Kind.CLASS) {
    @Override
    public long of(Flow flow, int host, long previousEndSecond) {
      return flow.protocol();
    }
  },
  /** The port at the host. */
  HOST_PORT("host port", Kind.CLASS) {
    @Override
    public long of(Flow flow, int host, long previousEndSecond) {
      return flow.source() == host ? flow.sourcePort() : flow.destinationPort();
    }
  },
  /** The port at the peer. */
  PEER_PORT("peer port", Kind.CLASS) {
    @Override
    public long of(Flow flow, int host, long previousEndSecond) {
      return flow.source() == host ? flow.destinationPort() : flow.sourcePort();
    }
  },
  /** First octet of the peer's address. */
  PEER_OCTET("peer first octet", Kind.CLASS) {
    @Override
    public long of(Flow flow, int host, long previousEndSecond) {
      return Integer.toUnsignedLong(flow.peerOf(host)) >>> 24;
    }
  },
  /** IP type of service. */
  TOS("ToS", Kind.CLASS) {
    @Override
    public long of(Flow flow, int host, long previousEndSecond) {
      return flow.tos();
    }
  },
  /** Union of the TCP flags as bits. */
  FLAGS("TCP flags", Kind.CLASS) {
    @Override
    public long of(Flow flow, int host, long previousEndSecond) {
      return flow.tcpFlags();
    }
  },
  /** Number of packets. */
  PACKETS("packets", Kind.NUMBER) {
    @Override
    public long of(Flow flow, int host, long previousEndSecond) {
      return flow.packets();
    }
  },
  /** Number of IP octets. */
  BYTES("bytes", Kind.NUMBER) {
    @Override
    public long of(Flow flow, int host, long previousEndSecond) {
      return flow.bytes();
    }
  },
  /** Duration in milliseconds. */
  DURATION("duration", Kind.NUMBER) {
    @Override
    public long of(Flow flow, int host, long previousEndSecond) {
      return flow.durationMs();
    }
  };

  /** Whether an attribute's values are magnitudes or names. */
  public enum Kind {
    /** A magnitude, at least 0, compared on a logarithmic scale. */
    NUMBER,
    /** A name: equal or not. */
    CLASS
  }

  private final String title;
  private final Kind kind;

  Attribute(String title, Kind kind) {
    this.title = title;
    this.kind = kind;
  }

  /** The attribute in words, as reports print it. */
  public String title() {
    return title;
  }

  /** Whether the values are magnitudes or names. */
  public Kind kind() {
    return kind;
  }

  /**
   * The attribute of {@code flow} in the stream of {@code host}.
   *
   * @param previousEndSecond end of the host's previous flow, or the start of its stream
   */
  public abstract long of(Flow flow, int host, long previousEndSecond);
}
