package io.flowstan.flow;

/**
 * A rule that at least 99.99 % of real rows of UGR'16 obey, and every generated flow does.
 *
 * <p>The rules need a flow and the host whose stream it belongs to. That time never runs backwards
 * along a stream is the stream's rule, not the flow's, and is checked where streams are made.
 */
public enum FlowRule {
  HOST_IS_AN_END("the host is the source or the destination") {
    @Override
    public boolean holds(Flow f, int host) {
      return f.source() == host || f.destination() == host;
    }
  },
  TWO_ENDS("source and destination differ") {
    @Override
    public boolean holds(Flow f, int host) {
      return f.source() != f.destination();
    }
  },
  FORWARDED("the forwarding status is 0") {
    @Override
    public boolean holds(Flow f, int host) {
      return f.forwardingStatus() == 0;
    }
  },
  DURATION_GRID("the duration is at most 364 s and a multiple of 4 ms") {
    @Override
    public boolean holds(Flow f, int host) {
      return f.durationMs() <= MAX_DURATION_MS && f.durationMs() % DURATION_GRID_MS == 0;
    }
  },
  BYTES_PER_PACKET("40 (TCP) or 28 to 1500 bytes a packet") {
    @Override
    public boolean holds(Flow f, int host) {
      return f.bytes() >= minBytesPerPacket(f.protocol()) * f.packets()
          && f.bytes() <= MAX_BYTES_PER_PACKET * f.packets();
    }
  },
  SINGLE_PACKET_IS_INSTANT("one packet takes no time") {
    @Override
    public boolean holds(Flow f, int host) {
      return f.packets() > 1 || f.durationMs() == 0;
    }
  },
  FLAGS_OF_PROTOCOL("TCP has a flag; other protocols have .A.... or ......") {
    @Override
    public boolean holds(Flow f, int host) {
      return f.protocol() == IpProtocol.TCP
          ? f.tcpFlags() != 0
          : f.tcpFlags() == TcpFlags.ACK || f.tcpFlags() == 0;
    }
  },
  FIN_AND_PSH_NEED_ACK("F and P come with A") {
    @Override
    public boolean holds(Flow f, int host) {
      return (f.tcpFlags() & (TcpFlags.FIN | TcpFlags.PSH)) == 0
          || (f.tcpFlags() & TcpFlags.ACK) != 0;
    }
  },
  SYN_WITH_FIN_OR_PSH_NEEDS_TWO("S with F or P takes two packets") {
    @Override
    public boolean holds(Flow f, int host) {
      return !needsTwoPackets(f.tcpFlags()) || f.packets() >= 2;
    }
  },
  PSH_CARRIES_PAYLOAD("P means more than 40 bytes a packet") {
    @Override
    public boolean holds(Flow f, int host) {
      return (f.tcpFlags() & TcpFlags.PSH) == 0 || f.bytes() > 40 * f.packets();
    }
  },
  TRANSPORT_PORTS("TCP and UDP ports are above 0") {
    @Override
    public boolean holds(Flow f, int host) {
      return !IpProtocol.hasPorts(f.protocol()) || (f.sourcePort() > 0 && f.destinationPort() > 0);
    }
  },
  ICMP_TYPE_IN_DESTINATION_PORT("ICMP has source port 0") {
    @Override
    public boolean holds(Flow f, int host) {
      return f.protocol() != IpProtocol.ICMP || f.sourcePort() == 0;
    }
  };

  /** Longest duration, milliseconds: the exporters' active timeout and a margin. */
  public static final int MAX_DURATION_MS = 364_000;

  /** The exporters' clock tick, milliseconds. */
  public static final int DURATION_GRID_MS = 4;

  /** Largest IP packet on an Ethernet link, bytes. */
  public static final long MAX_BYTES_PER_PACKET = 1_500;

  private final String meaning;

  FlowRule(String meaning) {
    this.meaning = meaning;
  }

  /** Whether {@code flow}, in the stream of {@code host}, obeys this rule. */
  public abstract boolean holds(Flow flow, int host);

  /** The rule in words. */
  public String meaning() {
    return meaning;
  }

  /** Whether {@code flow}, in the stream of {@code host}, obeys every rule. */
  public static boolean allHold(Flow flow, int host) {
    for (FlowRule rule : RULES) {
      if (!rule.holds(flow, host)) {
        return false;
      }
    }
    return true;
  }

  /** Smallest IP packet of a protocol, bytes: IP header and TCP, or IP header and UDP or ICMP. */
  public static long minBytesPerPacket(int protocol) {
    return protocol == IpProtocol.TCP ? 40 : 28;
  }

  /** Whether a flow with these flags holds at least two packets: S together with F or P. */
  public static boolean needsTwoPackets(int tcpFlags) {
    return (tcpFlags & TcpFlags.SYN) != 0 && (tcpFlags & (TcpFlags.FIN | TcpFlags.PSH)) != 0;
  }

  private static final FlowRule[] RULES = values();
}
