package io.flowstan.profile;

import io.flowstan.flow.Flow;
import io.flowstan.flow.IpProtocol;
import java.util.BitSet;
import java.util.Set;
import org.jspecify.annotations.Nullable;

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
  HTTP_AT_HOST("http-at-host-share", Side.HOST, Speech.TCP, Ports.HTTP),
  HTTP_AT_PEER("http-at-peer-share", Side.PEER, Speech.TCP, Ports.HTTP),
  HTTPS_AT_HOST("https-at-host-share", Side.HOST, Speech.TCP, Ports.HTTPS),
  HTTPS_AT_PEER("https-at-peer-share", Side.PEER, Speech.TCP, Ports.HTTPS),
  NAMES_AT_HOST("names-at-host-share", Side.HOST, Speech.UDP, Ports.NAMES),
  NAMES_AT_PEER("names-at-peer-share", Side.PEER, Speech.UDP, Ports.NAMES),
  /** Mail that is sent: SMTP. */
  MAIL_AT_HOST("mail-at-host-share", Side.HOST, Speech.TCP, Ports.SMTP),
  /** Mail that is fetched. */
  MAILBOX_AT_HOST("mailbox-at-host-share", Side.HOST, Speech.TCP, Ports.MAILBOX),
  MAIL_AT_PEER("mail-at-peer-share", Side.PEER, Speech.TCP, Ports.MAIL),
  SSH_AT_HOST("ssh-at-host-share", Side.HOST, Speech.TCP, Ports.SSH),
  TELNET_AT_HOST("telnet-at-host-share", Side.HOST, Speech.TCP, Ports.TELNET),
  /** Remote desktops. */
  DESKTOP_AT_HOST("desktop-at-host-share", Side.HOST, Speech.TCP, Ports.DESKTOP),
  /** File shares and remote calls. */
  FILES_AT_HOST("files-at-host-share", Side.HOST, Speech.TCP, Ports.FILES),
  /** Names and datagrams of NetBIOS. */
  NETBIOS_AT_HOST("netbios-at-host-share", Side.HOST, Speech.UDP, Ports.NETBIOS),
  /** Network time that the host tells, or is probed for. */
  TIME_AT_HOST("time-at-host-share", Side.HOST, Speech.UDP, Ports.TIME),
  /** Network time that the host asks for, be it from the same port (RFC 5905, section 9). */
  TIME_AT_PEER("time-at-peer-share", Side.PEER, Speech.UDP, Ports.TIME),
  /** SNMP, routing and board management, at either end. */
  MANAGEMENT("management-share", Side.EITHER, Speech.UDP, Ports.MANAGEMENT),
  /** Services of no kind above. */
  OTHER_AT_HOST("other-at-host-share", Side.HOST, Speech.BOTH, Ports.othersAtHost()),
  OTHER_AT_PEER("other-at-peer-share", Side.PEER, Speech.BOTH, Ports.othersAtPeer()),
  SINGLE_PACKET("single-packet-share"),
  /** It answers one of the last flows. */
  ANSWER("answer-share"),
  /** Its peer is not among the recent ones. */
  NEW_PEER("new-peer-share"),
  /** Of {@value #LARGE_FROM} packets or more. */
  LARGE("large-share"),
  /** Of {@value #HUGE_FROM} packets or more. */
  HUGE("huge-share");

  /** Packets from which a flow is large. */
  public static final int LARGE_FROM = 25;

  /** Packets from which a flow is huge. */
  public static final int HUGE_FROM = 1_000;

  private final String title;

  @SuppressWarnings("ImmutableEnumChecker") // nobody changes its ports after this file
  private final @Nullable Service service;

  /** The end of a flow that offers a service. */
  private enum Side {
    HOST,
    PEER,
    EITHER
  }

  /** The protocols that a service speaks, as a rule. */
  private static final class Speech {
    static final Set<Integer> TCP = Set.of(IpProtocol.TCP);
    static final Set<Integer> UDP = Set.of(IpProtocol.UDP);
    static final Set<Integer> BOTH = Set.of(IpProtocol.TCP, IpProtocol.UDP);
  }

  /** The ports of kinds of services. */
  private static final class Ports {
    static final BitSet HTTP = of(80, 8080);
    static final BitSet HTTPS = of(443);
    static final BitSet NAMES = of(53);
    static final BitSet SMTP = of(25, 465, 587);
    static final BitSet MAILBOX = of(110, 143, 993, 995);
    static final BitSet MAIL = of(25, 110, 143, 465, 587, 993, 995);
    static final BitSet SSH = of(22, 2222);
    static final BitSet TELNET = of(23, 2323);
    static final BitSet DESKTOP = of(3389, 5900, 5901);
    static final BitSet FILES = of(135, 139, 445);
    static final BitSet NETBIOS = of(137, 138);
    static final BitSet TIME = of(123);
    static final BitSet MANAGEMENT = of(161, 162, 520, 623);

    private static final int LAST = 65_535;

    static BitSet othersAtHost() {
      return others(
          HTTP, HTTPS, NAMES, MAIL, SSH, TELNET, DESKTOP, FILES, NETBIOS, TIME, MANAGEMENT);
    }

    static BitSet othersAtPeer() {
      return others(HTTP, HTTPS, NAMES, MAIL, TIME, MANAGEMENT);
    }

    private static BitSet of(int... ports) {
      BitSet set = new BitSet();
      for (int port : ports) {
        set.set(port);
      }
      return set;
    }

    private static BitSet others(BitSet... kinds) {
      BitSet others = new BitSet();
      others.set(1, LAST + 1);
      for (BitSet kind : kinds) {
        others.andNot(kind);
      }
      return others;
    }
  }

  /** A kind of services; its ports without boxes, as each flow asks for all kinds. */
  private record Service(Side side, Set<Integer> protocols, BitSet ports) {
    boolean isAt(boolean host, int port) {
      return side != (host ? Side.PEER : Side.HOST) && ports.get(port);
    }
  }

  FlowShare(String title) {
    this.title = title;
    this.service = null;
  }

  FlowShare(String title, Side side, Set<Integer> protocols, BitSet ports) {
    this.title = title;
    this.service = new Service(side, protocols, ports);
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
   * @param tie how its peer stands to the host
   * @param previousSecond end of the host's flow before it, seconds since the epoch; any other
   *     number where there is none
   */
  public boolean holds(Flow flow, int host, PeerTie tie, long previousSecond) {
    return (columns(flow, host, tie, previousSecond) & bit()) != 0;
  }

  /**
   * The kinds that {@code flow} of {@code host} is of, all at once: a bit for each {@link
   * #column()} of those that {@link #holds} is true for, with its parameters.
   */
  static long columns(Flow flow, int host, PeerTie tie, long previousSecond) {
    long columns = flow.endSecond() == previousSecond ? SAME_SECOND.bit() : 0;
    columns |= flow.source() == host ? OUTGOING.bit() : 0;
    if (IpProtocol.hasPorts(flow.protocol())) {
      // of two ports the lower one is the service's, of equal ones the peer's
      int atHost = hostPort(flow, host);
      int atPeer = peerPort(flow, host);
      columns |= flow.protocol() == IpProtocol.TCP ? TCP.bit() : UDP.bit();
      columns |= atHost < atPeer ? SERVICE_AT_HOST.bit() : 0;
      columns |= ServiceColumns.of(atHost < atPeer, Math.min(atHost, atPeer));
    } else if (flow.protocol() == IpProtocol.ICMP) {
      columns |= ICMP.bit();
    }
    columns |= flow.packets() == 1 ? SINGLE_PACKET.bit() : 0;
    columns |= flow.packets() >= LARGE_FROM ? LARGE.bit() : 0;
    columns |= flow.packets() >= HUGE_FROM ? HUGE.bit() : 0;
    columns |= tie == PeerTie.ANSWERED ? ANSWER.bit() : 0;
    return columns | (tie == PeerTie.NEW ? NEW_PEER.bit() : 0);
  }

  private long bit() {
    return 1L << column();
  }

  /** The kinds of services by the end that offers one and its port. */
  private static final class ServiceColumns {
    private static final long[] AT_HOST = table(true);
    private static final long[] AT_PEER = table(false);

    static long of(boolean atHost, int port) {
      return (atHost ? AT_HOST : AT_PEER)[port];
    }

    private static long[] table(boolean atHost) {
      long[] table = new long[Flow.MAX_PORT + 1];
      for (FlowShare share : values()) {
        for (int port = 0; port < table.length; port++) {
          table[port] |= share.isOffered(atHost, port) ? share.bit() : 0;
        }
      }
      return table;
    }
  }

  /** Whether this is the share of a kind of services: one that {@link #isOffered} can hold for. */
  public boolean isService() {
    return service != null;
  }

  /** Whether flows with a service at {@code port} of the host, or of its peer, are of this kind. */
  public boolean isOffered(boolean atHost, int port) {
    return service != null && service.isAt(atHost, port);
  }

  /** Whether the host, or a peer, may be the one that offers services of this kind. */
  public boolean isOfferedBy(boolean host) {
    return service != null && service.side != (host ? Side.PEER : Side.HOST);
  }

  /** Whether services of this kind speak {@code protocol}, as a rule. */
  public boolean speaks(int protocol) {
    return service != null && service.protocols.contains(protocol);
  }

  private static int hostPort(Flow flow, int host) {
    return flow.source() == host ? flow.sourcePort() : flow.destinationPort();
  }

  private static int peerPort(Flow flow, int host) {
    return flow.source() == host ? flow.destinationPort() : flow.sourcePort();
  }
}
