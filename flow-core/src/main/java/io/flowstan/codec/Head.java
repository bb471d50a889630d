package io.flowstan.codec;

/**
 * The heads of the network in the order in which they draw. Each sees the context and everything
 * that the heads before it drew.
 *
 * <p>The order departs from STAN's (hour, delta-t, protocol, direction, ports, octets, sizes): the
 * peer event comes early, because a reply fixes direction, protocol and ports at once.
 */
public enum Head {
  GAP,
  PEER,
  DIRECTION,
  PROTOCOL,
  SERVICE,
  SERVICE_PORT,
  OTHER_PORT,
  FIRST_OCTET,
  TOS,
  FLAGS,
  PACKETS,
  BYTES,
  DURATION,
  LABEL;

  /** The head's name in parameters, reports and the bundle: {@code service-port}. */
  public String title() {
    return name().toLowerCase(java.util.Locale.ROOT).replace('_', '-');
  }

  /** The head's column among targets and log-likelihoods: its place in the order. */
  @SuppressWarnings("EnumOrdinal") // the order of the heads is the model's contract
  public int column() {
    return ordinal();
  }

  /** Number of heads that draw after this one. */
  public int later() {
    return values().length - 1 - column();
  }
}
