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
  HTTP_AT_HOST("http-at-host-share"),
  HTTP_AT_PEER("http-at-peer-share"),
  HTTPS_AT_HOST("https-at-host-share"),
  HTTPS_AT_PEER("https-at-peer-share"),
  NAMES_AT_HOST("names-at-host-share"),
  NAMES_AT_PEER("names-at-peer-share"),
  MAIL_AT_HOST("mail-at-host-share"),
  MAIL_AT_PEER("mail-at-peer-share"),
  /** Remote shells and desktops. */
  SHELL_AT_HOST("shell-at-host-share"),
  /** NetBIOS and file shares. */
  FILES_AT_HOST("files-at-host-share"),
  /** Network time, at either end. */
  TIME("time-share"),
  /** SNMP, routing and board management, at either end. */
  MANAGEMENT("management-share"),
  SINGLE_PACKET("single-packet-share");

  private static final Set<Integer> HTTP = Set.of(80, 8080);
  private static final Set<Integer> HTTPS = Set.of(443);
  private static final Set<Integer> NAMES = Set.of(53);
  private static final Set<Integer> MAIL = Set.of(25, 110, 143, 465, 587, 993, 995);
  private static final Set<Integer> SHELL = Set.of(22, 23, 2222, 2323, 3389);
  private static final Set<Integer> FILES = Set.of(135, 137, 138, 139, 445);
  private static final Set<Integer> CLOCK = Set.of(123);
  private static final Set<Integer> BOARDS = Set.of(161, 162, 520, 623);

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
      case HTTP_AT_HOST,
          HTTP_AT_PEER,
          HTTPS_AT_HOST,
          HTTPS_AT_PEER,
          NAMES_AT_HOST,
          NAMES_AT_PEER,
          MAIL_AT_HOST,
          MAIL_AT_PEER,
          SHELL_AT_HOST,
          FILES_AT_HOST,
          TIME,
          MANAGEMENT -> {
        int atHost = hostPort(flow, host);
        int atPeer = peerPort(flow, host);
        boolean lowerAtHost = atHost <= atPeer && isOffered(true, atHost);
        yield lowerAtHost || (atPeer <= atHost && isOffered(false, atPeer));
      }
      case SINGLE_PACKET -> flow.packets() == 1;
    };
  }

  /** Whether this is the share of a service: one that {@link #isOffered} can hold for. */
  public boolean isService() {
    return switch (this) {
      case SAME_SECOND, OUTGOING, TCP, UDP, ICMP, SERVICE_AT_HOST, SINGLE_PACKET -> false;
      case HTTP_AT_HOST,
          HTTP_AT_PEER,
          HTTPS_AT_HOST,
          HTTPS_AT_PEER,
          NAMES_AT_HOST,
          NAMES_AT_PEER,
          MAIL_AT_HOST,
          MAIL_AT_PEER,
          SHELL_AT_HOST,
          FILES_AT_HOST,
          TIME,
          MANAGEMENT ->
          true;
    };
  }

  /** Whether flows with a service at {@code port} of the host, or of its peer, are of this kind. */
  public boolean isOffered(boolean atHost, int port) {
    return switch (this) {
      case HTTP_AT_HOST -> atHost && HTTP.contains(port);
      case HTTP_AT_PEER -> !atHost && HTTP.contains(port);
      case HTTPS_AT_HOST -> atHost && HTTPS.contains(port);
      case HTTPS_AT_PEER -> !atHost && HTTPS.contains(port);
      case NAMES_AT_HOST -> atHost && NAMES.contains(port);
      case NAMES_AT_PEER -> !atHost && NAMES.contains(port);
      case MAIL_AT_HOST -> atHost && MAIL.contains(port);
      case MAIL_AT_PEER -> !atHost && MAIL.contains(port);
      case SHELL_AT_HOST -> atHost && SHELL.contains(port);
      case FILES_AT_HOST -> atHost && FILES.contains(port);
      case TIME -> CLOCK.contains(port);
      case MANAGEMENT -> BOARDS.contains(port);
      case SAME_SECOND, OUTGOING, TCP, UDP, ICMP, SERVICE_AT_HOST, SINGLE_PACKET -> false;
    };
  }

  /** Whether services of this kind speak {@code protocol}, as a rule. */
  public boolean speaks(int protocol) {
    return switch (this) {
      case HTTP_AT_HOST,
          HTTP_AT_PEER,
          HTTPS_AT_HOST,
          HTTPS_AT_PEER,
          MAIL_AT_HOST,
          MAIL_AT_PEER,
          SHELL_AT_HOST ->
          protocol == IpProtocol.TCP;
      case TIME -> protocol == IpProtocol.UDP;
      case NAMES_AT_HOST, NAMES_AT_PEER, FILES_AT_HOST, MANAGEMENT ->
          protocol == IpProtocol.TCP || protocol == IpProtocol.UDP;
      case SAME_SECOND, OUTGOING, TCP, UDP, ICMP, SERVICE_AT_HOST, SINGLE_PACKET -> false;
    };
  }

  private static int hostPort(Flow flow, int host) {
    return flow.source() == host ? flow.sourcePort() : flow.destinationPort();
  }

  private static int peerPort(Flow flow, int host) {
    return flow.source() == host ? flow.destinationPort() : flow.sourcePort();
  }
}
