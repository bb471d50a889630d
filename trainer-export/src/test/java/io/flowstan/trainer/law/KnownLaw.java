package io.flowstan.trainer.law;

import io.flowstan.codec.CodecSpec;
import io.flowstan.codec.ServiceClass;
import io.flowstan.codec.ServiceClass.Kind;
import io.flowstan.flow.Flow;
import io.flowstan.flow.IpProtocol;
import io.flowstan.flow.TcpFlags;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;

/**
 * The law of made-up hosts: the distribution of every attribute given the ones before it and the
 * past, as tables. {@link LawfulHost} draws from them and {@link LawNats} weighs with them.
 *
 * <p>A flow is drawn in the moment of the flow before it. Let t be that moment's five-minute tick.
 * Two things reach back for hours, and both are plain to see in the tick's flows:
 *
 * <ul>
 *   <li>The first flow drawn in t decides by a fair coin on which side the services of t lie, at
 *       the host or at its peers; the others follow. So the ticks' sides are independent.
 *   <li>The side of tick t - 24 decides the protocols that are drawn in t, the side of tick t - 36
 *       the gaps: two and three hours later.
 * </ul>
 *
 * <p>Gaps are at most {@link #MAX_GAP_SECONDS}, so a tick has at least four flows, all but the
 * first of which show its side, and is never undecided.
 */
final class KnownLaw {
  /** Ticks back to the one that decides the protocols. */
  static final int PROTOCOL_LAG = 24;

  /** Ticks back to the one that decides the gaps. */
  static final int GAP_LAG = 36;

  static final int MAX_GAP_SECONDS = 75;
  static final int FIRST_SHORT_GAP = 4;
  static final int LAST_SHORT_GAP = 15;
  private static final LogisticNumber LONG_GAP =
      new LogisticNumber(Math.log(45), 0.1, LAST_SHORT_GAP + 1, MAX_GAP_SECONDS);

  /** Probability of a reply to the last flow, where one is allowed. */
  static final double REPLY = 0.25;

  /** Of a short gap, by the side three hours ago. */
  private static final double SHORT_AFTER_HOST = 0.6;

  private static final double SHORT_AFTER_PEERS = 0.1;
  private static final double SHORT_AT_FIRST = 0.35;

  /** Of TCP, by the side two hours ago. */
  private static final double TCP_AFTER_HOST = 0.85;

  private static final double TCP_AFTER_PEERS = 0.15;
  private static final double TCP_AT_FIRST = 0.5;

  /** How strongly the time of day moves the services, in logits. */
  private static final double DAILY_SWING = 2;

  private static final int SECONDS_PER_DAY = 86_400;

  /** Of the peers met, the latest first; peers not yet met share what is left. */
  static final List<Double> PEER_BY_RECENCY = List.of(0.4, 0.2, 0.2, 0.2);

  /** First octets of the peers' addresses, one each. */
  static final List<Integer> OCTETS = List.of(8, 62, 93, 176);

  static final int PORT_BIN_WIDTH = 1_024;

  /** Ports from here are never services. */
  static final int FIRST_OTHER_PORT = 20 * PORT_BIN_WIDTH;

  static final int OTHER_PORT_BINS = 8;

  /** Of the steps 1, 2, 3, 4 from the last port on the same side. */
  static final List<Double> PORT_STEP = List.of(0.55, 0.25, 0.15, 0.05);

  static final List<Integer> TOS = List.of(0, 72);
  private static final List<Double> TOS_OF_TCP = List.of(1.0, 0.0);
  private static final List<Double> TOS_OF_UDP = List.of(0.7, 0.3);

  private static final int PUSHED = TcpFlags.ACK | TcpFlags.PSH;
  private static final int WHOLE = PUSHED | TcpFlags.SYN | TcpFlags.FIN;
  static final List<Integer> FLAGS = List.of(WHOLE, PUSHED, TcpFlags.ACK, 0);

  /** Levels of the packet counts, a chain along the host: of staying, and of each other level. */
  static final int LEVELS = 3;

  private static final double SAME_LEVEL = 0.7;
  private static final List<Integer> PACKETS = List.of(1, 3, 6);
  private static final List<Integer> PACKETS_WHEN_PUSHED = List.of(2, 5, 12);

  private static final List<Integer> TCP_SIZES = List.of(52, 1_400);
  private static final List<Integer> UDP_SIZES = List.of(80, 300);

  /** Of a flow of several packets that takes no time. */
  static final double INSTANT = 0.4;

  static final LogisticNumber DURATION_STEPS = new LogisticNumber(Math.log(200), 0.4, 1, 91_000);

  private KnownLaw() {}

  /** Probability that the next flow answers the last one; such a flow has the gap 0. */
  static double reply(LawPast past) {
    return past.flowsInTick() >= 2 && !past.lastIsReply() ? REPLY : 0;
  }

  /** Probability of a short gap where the flow is no reply. */
  static double shortGap(TickSide threeHoursAgo) {
    return threeHoursAgo.mean(SHORT_AFTER_HOST, SHORT_AFTER_PEERS, SHORT_AT_FIRST);
  }

  /** Probability of {@code seconds} where the flow is no reply. */
  static double gap(int seconds, TickSide threeHoursAgo) {
    double ofShort = shortGap(threeHoursAgo);
    if (seconds >= FIRST_SHORT_GAP && seconds <= LAST_SHORT_GAP) {
      return ofShort / (LAST_SHORT_GAP - FIRST_SHORT_GAP + 1);
    }
    return (1 - ofShort) * LONG_GAP.probability(seconds);
  }

  static int longGap(double u) {
    return LONG_GAP.draw(u);
  }

  /** Of the places among the peers met, then of a new peer. */
  static List<Double> peer(int met) {
    List<Double> all = new ArrayList<>(PEER_BY_RECENCY.subList(0, met));
    all.add(PEER_BY_RECENCY.subList(met, OCTETS.size()).stream().mapToDouble(w -> w).sum());
    return all;
  }

  /** Probability that the service lies at the host. */
  static double serviceAtHost(LawPast past) {
    if (past.flowsInTick() <= 1) {
      return 0.5;
    }
    return past.last().map(past::serviceAtHost).orElseThrow() ? 1 : 0;
  }

  static double tcp(TickSide twoHoursAgo) {
    return twoHoursAgo.mean(TCP_AFTER_HOST, TCP_AFTER_PEERS, TCP_AT_FIRST);
  }

  /** Probability of port 443 in a TCP flow; else it is 80. */
  static double https(long lastSecond) {
    double day = 2 * Math.PI * Math.floorMod(lastSecond, SECONDS_PER_DAY) / SECONDS_PER_DAY;
    return 1 / (1 + Math.exp(-DAILY_SWING * Math.sin(day)));
  }

  /** First port of the range of other ports for services on this side. */
  static int firstOtherPort(boolean atHost) {
    return FIRST_OTHER_PORT + (atHost ? 0 : 20 * PORT_BIN_WIDTH);
  }

  static List<Double> tos(int protocol) {
    return protocol == IpProtocol.TCP ? TOS_OF_TCP : TOS_OF_UDP;
  }

  /** Of {@link #FLAGS}, by the port of the service. */
  static List<Double> flags(int servicePort) {
    return switch (servicePort) {
      case 443 -> List.of(0.5, 0.3, 0.2, 0.0);
      case 80 -> List.of(0.2, 0.3, 0.5, 0.0);
      default -> List.of(0.0, 0.0, 0.0, 1.0);
    };
  }

  /** The packet counts of the levels. */
  static List<Integer> packets(int tcpFlags) {
    return (tcpFlags & TcpFlags.PSH) != 0 ? PACKETS_WHEN_PUSHED : PACKETS;
  }

  /** The level that a flow shows. */
  static int level(Flow flow) {
    return packets(flow.tcpFlags()).indexOf((int) flow.packets());
  }

  /** Of the levels, given the last flow's. */
  static List<Double> level(LawPast past) {
    if (past.last().isEmpty()) {
      return List.of(1.0 / LEVELS, 1.0 / LEVELS, 1.0 / LEVELS);
    }
    List<Double> all = new ArrayList<>();
    for (int level = 0; level < LEVELS; level++) {
      all.add(level == level(past.last().get()) ? SAME_LEVEL : (1 - SAME_LEVEL) / (LEVELS - 1));
    }
    return all;
  }

  /** Bytes that a packet may have. */
  static List<Integer> packetBytes(int protocol) {
    return protocol == IpProtocol.TCP ? TCP_SIZES : UDP_SIZES;
  }

  /** Of {@link #packetBytes}, by the port of the service. */
  static List<Double> packetBytesOf(int servicePort) {
    return switch (servicePort) {
      case 443 -> List.of(0.3, 0.7);
      case 80 -> List.of(0.6, 0.4);
      default -> List.of(0.7, 0.3);
    };
  }

  /** Probability of a duration in steps of 4 ms. */
  static double duration(int steps, long packets) {
    if (packets == 1) {
      return steps == 0 ? 1 : 0;
    }
    return steps == 0 ? INSTANT : (1 - INSTANT) * DURATION_STEPS.probability(steps);
  }

  /** The vocabularies of the law: a class for every value that it draws, and no other. */
  static CodecSpec codec() {
    List<ServiceClass> services = new ArrayList<>();
    for (int port : List.of(443, 80, 53)) {
      services.add(new ServiceClass(Kind.PORT, true, port));
      services.add(new ServiceClass(Kind.PORT, false, port));
    }
    List<Integer> bytes = new ArrayList<>();
    for (int size : TCP_SIZES) {
      PACKETS.forEach(packets -> bytes.add(packets * size));
      PACKETS_WHEN_PUSHED.forEach(packets -> bytes.add(packets * size));
    }
    for (int size : UDP_SIZES) {
      PACKETS.forEach(packets -> bytes.add(packets * size));
    }
    return new CodecSpec(
        List.of(IpProtocol.TCP, IpProtocol.UDP),
        services,
        List.of(),
        IntStream.range(0, 64).map(bin -> Math.max(1, bin * PORT_BIN_WIDTH)).boxed().toList(),
        TOS,
        FLAGS,
        bytes,
        List.of(),
        List.of("background"),
        OCTETS,
        100,
        1e-4,
        false,
        false);
  }
}
