package io.flowstan.profile;

import io.flowstan.flow.Flow;
import io.flowstan.flow.IpProtocol;
import java.util.Set;

/**
 * A kind of flow whose share of a host's flows is a feature of the host's profile: in training a
 * fact of the recorded day, in serving what the host is steered towards.
 */
public enum FlowShare {
  /** It ends in the second of the flow before it. */
  SAME_SECOND("same-second-share"),
  /** The host sends it. */
  OUTGOING("outgoing-share"),
  TCP("tcp-share"),
  UDP("udp-share"),
  ICMP("icmp-share"),
  /** With ports, the lower one at the host. */
  SERVICE_AT_HOST("service-at-host-share"),
  WEB_AT_HOST("web-at-host-share"),
  WEB_AT_PEER("web-at-peer-share"),
  NAMES_AT_HOST("names-at-host-share"),
  NAMES_AT_PEER("names-at-peer-share"),
  MAIL_AT_HOST("mail-at-host-share"),
  MAIL_AT_PEER("mail-at-peer-share"),
  /** Network time, at either end. */
  TIME("time-share"),
  SINGLE_PACKET("single-packet-share");

  private static final Set<Integer> WEB = Set.of(80, 443, 8080);
  private static final Set<Integer> NAMES = Set.of(53);
  private static final Set<Integer> MAIL = Set.of(25, 110, 143, 465, 587, 993, 995);
  private static final Set<Integer> CLOCK = Set.of(123);

  private final String title;

  FlowShare(String title) {
    this.title = title;
  }

  /** The feature's name in a profile. */
  public String title() {
    return title;
  }

  /** The share's place among the counts of a host's state. */
  @SuppressWarnings("EnumOrdinal") // the state's version changes with the order
  int column() {
    return ordinal();
  }

  /**
   * Whether {@code flow} of {@code host} is of this kind.
   *
   * @param previousSecond end of the host's flow before it, seconds since the epoch; any other
   *     number where there is none
   */
  public boolean holds(Flow flow, int host, long previousSecond) {
    return switch (this) {
      case SAME_SECOND -> flow.endSecond() == previousSecond;
      case OUTGOING -> flow.source() == host;
      case TCP -> flow.protocol() == IpProtocol.TCP;
      case UDP -> flow.protocol() == IpProtocol.UDP;
      case ICMP -> flow.protocol() == IpProtocol.ICMP;
      case SERVICE_AT_HOST ->
          IpProtocol.hasPorts(flow.protocol()) && hostPort(flow, host) < peerPort(flow, host);
      case WEB_AT_HOST -> isService(WEB, hostPort(flow, host), peerPort(flow, host));
      case WEB_AT_PEER -> isService(WEB, peerPort(flow, host), hostPort(flow, host));
      case NAMES_AT_HOST -> isService(NAMES, hostPort(flow, host), peerPort(flow, host));
      case NAMES_AT_PEER -> isService(NAMES, peerPort(flow, host), hostPort(flow, host));
      case MAIL_AT_HOST -> isService(MAIL, hostPort(flow, host), peerPort(flow, host));
      case MAIL_AT_PEER -> isService(MAIL, peerPort(flow, host), hostPort(flow, host));
      case TIME -> CLOCK.contains(flow.sourcePort()) || CLOCK.contains(flow.destinationPort());
      case SINGLE_PACKET -> flow.packets() == 1;
    };
  }

  private static boolean isService(Set<Integer> ports, int port, int otherPort) {
    return ports.contains(port) && port <= otherPort;
  }

  private static int hostPort(Flow flow, int host) {
    return flow.source() == host ? flow.sourcePort() : flow.destinationPort();
  }

  private static int peerPort(Flow flow, int host) {
    return flow.source() == host ? flow.destinationPort() : flow.sourcePort();
  }
}
