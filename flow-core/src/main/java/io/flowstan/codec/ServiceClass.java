package io.flowstan.codec;

import io.flowstan.flow.IpProtocol;

/**
 * A service that flows talk to: the kind of port it has, the end of the flow that offers it, and
 * its number.
 *
 * @param kind what the number means
 * @param atHost whether the simulated host offers the service (else its peer); false for kinds that
 *     have no side
 * @param port transport port 1..65535 for {@link Kind#PORT}, 256 * type + code for {@link
 *     Kind#ICMP}, 0 for {@link Kind#NONE}
 */
public record ServiceClass(Kind kind, boolean atHost, int port) {

  /** What a service's number is. */
  public enum Kind {
    /** A transport port at one end; the other end has a port of its own. */
    PORT(0),
    /** ICMP type and code, carried in the destination port; the source port is 0. */
    ICMP(1),
    /** No ports at all, as tunnels have: both are 0. */
    NONE(2);

    private final byte code;

    Kind(int code) {
      this.code = (byte) code;
    }

    /** The kind as it stands in a host's state. */
    byte code() {
      return code;
    }

    /** The kind of {@code code}. */
    static Kind of(byte code) {
      return switch (code) {
        case 0 -> PORT;
        case 1 -> ICMP;
        case 2 -> NONE;
        default ->
            throw new IllegalArgumentException("service kind " + code + ": expected 0, 1 or 2");
      };
    }
  }

  /** The service of a flow without ports. */
  public static final ServiceClass WITHOUT_PORTS = new ServiceClass(Kind.NONE, false, 0);

  /** Whether flows of {@code protocol} may have this service. */
  public boolean fits(int protocol) {
    return switch (kind) {
      case PORT -> protocol != IpProtocol.ICMP;
      case ICMP -> protocol == IpProtocol.ICMP;
      case NONE -> protocol != IpProtocol.ICMP && !IpProtocol.hasPorts(protocol);
    };
  }
}
