package io.flowstan.codec;

import com.fasterxml.jackson.annotation.JsonIgnore;
import java.util.Collections;
import java.util.List;
import java.util.stream.IntStream;

/**
 * What the codec needs to know of the training data: the vocabularies, in the order of their
 * classes. It is the manifest's section {@code codec} and the same in training and serving.
 *
 * <p>A value outside a vocabulary is coded as the vocabulary's escape class, which has a fixed
 * probability {@code escapeProbability} and is never drawn.
 *
 * @param protocols IP protocol numbers, commonest first
 * @param services services by number of (host, peer) pairs, commonest first; the rank also decides
 *     which end of a flow is the service
 * @param otherPorts ports common at the end that is not the service (such as 123 on both ends)
 * @param portBins the first ports of the bins of ports without a class of their own, ascending from
 *     1; a bin reaches to the next one's first port, the last one to 65535; uniform inside
 * @param tos ToS values
 * @param flags TCP flag sets that obey the hard rules
 * @param byteValues common byte counts that get a class of their own
 * @param durations durations in steps of 4 ms, above 0, that stand out and get a class of their own
 * @param labels labels, commonest first
 * @param firstOctets first octets of peers' addresses, ascending
 * @param maxPackets largest packet count that is drawn
 * @param escapeProbability probability of a value outside a vocabulary, per attribute
 * @param weekdayKnown whether weekdays varied in training; if not, the input is masked
 * @param earlierDaysKnown whether earlier days were there in training; if not, the input is masked
 */
public record CodecSpec(
    List<Integer> protocols,
    List<ServiceClass> services,
    List<Integer> otherPorts,
    List<Integer> portBins,
    List<Integer> tos,
    List<Integer> flags,
    List<Integer> byteValues,
    List<Integer> durations,
    List<String> labels,
    List<Integer> firstOctets,
    long maxPackets,
    double escapeProbability,
    boolean weekdayKnown,
    boolean earlierDaysKnown) {

  /** Rows of history that the convolution sees. */
  public static final int HISTORY = 32;

  /** Last flows that a reply may answer. */
  public static final int REPLIES = 8;

  /** Recent peers, in order of last use. */
  public static final int PEERS = 64;

  /** Five-minute aggregates of the long context: three hours. */
  public static final int TICKS = 36;

  /** Length of a tick, seconds. */
  public static final int TICK_SECONDS = 300;

  /** Gaps 0..15 s have a class each; longer ones share the tail class. */
  public static final int GAP_CLASSES = 16;

  /** Longest gap that is drawn, seconds: a week. */
  public static final int MAX_GAP_SECONDS = 604_800;

  /** Packet counts 1..24 have a class each; larger ones share the tail class. */
  public static final int PACKET_CLASSES = 24;

  private static final int MAX_PORT = 65_535;

  /** Steps from the last ephemeral port, each way, that have a class each: +1..+16, -1..-16. */
  public static final int PORT_STEPS = 16;

  /** Peer event classes: replies, recent peers, a new peer. */
  public static final int PEER_EVENTS = REPLIES + PEERS + 1;

  /** The peer event of a peer that is not among the recent ones. */
  public static final int NEW_PEER = REPLIES + PEERS;

  /** Service class: the same service as the last flow with this peer. */
  public static final int COPY_SERVICE = 0;

  /** Other-port class: the same as in the last flow with this peer. */
  public static final int COPY_PEER_PORT = 0;

  /** Other-port class: the same as in the host's last flow with a service on the same side. */
  public static final int COPY_LAST_PORT = 1;

  /** Other-port classes from here: the last one's successors, then its predecessors. */
  public static final int FIRST_PORT_STEP = 2;

  /** Other-port classes from here: {@link #otherPorts}. */
  public static final int FIRST_LISTED_PORT = FIRST_PORT_STEP + 2 * PORT_STEPS;

  /** Duration class: the same as of the flow that is answered; class 0 is no duration. */
  public static final int COPY_DURATION = 1;

  /** Duration classes from here: {@link #durations}; the last class is for all others. */
  public static final int FIRST_LISTED_DURATION = 2;

  /** A row's byte has 0 for no flow and one number for the values outside a vocabulary. */
  private static final int MOST_IN_A_BYTE = 254;

  public CodecSpec {
    protocols = List.copyOf(protocols);
    services = List.copyOf(services);
    otherPorts = List.copyOf(otherPorts);
    portBins = List.copyOf(portBins);
    tos = List.copyOf(tos);
    flags = List.copyOf(flags);
    byteValues = List.copyOf(byteValues);
    durations = List.copyOf(durations);
    labels = List.copyOf(labels);
    firstOctets = List.copyOf(firstOctets);
    if (protocols.isEmpty() || tos.isEmpty() || flags.isEmpty() || labels.isEmpty()) {
      throw new IllegalArgumentException(
          "codec: a vocabulary is empty: expected at least one protocol, ToS, flag set and label");
    }
    if (!ascend(portBins)) {
      throw new IllegalArgumentException(
          "codec: portBins = " + portBins + ": expected ports that ascend from 1 to at most 65535");
    }
    if (protocols.size() > MOST_IN_A_BYTE || tos.size() > MOST_IN_A_BYTE) {
      throw new IllegalArgumentException(
          "codec: "
              + protocols.size()
              + " protocols and "
              + tos.size()
              + " ToS values: expected at most "
              + MOST_IN_A_BYTE
              + " of each, as a row has a byte for them");
    }
    if (services.size() + 4 > FlowRow.MOST_SERVICES) {
      throw new IllegalArgumentException(
          "codec: "
              + services.size()
              + " services: expected at most "
              + (FlowRow.MOST_SERVICES - 4)
              + ", as a row has two bytes for them");
    }
    if (!(escapeProbability > 0 && escapeProbability < 0.1)) {
      throw new IllegalArgumentException(
          "codec: escapeProbability = " + escapeProbability + ": expected above 0 and below 0.1");
    }
  }

  /** Number of service classes: copy, the listed ones, and the rest at host, at peer, of ICMP. */
  @JsonIgnore
  public int serviceClasses() {
    return services.size() + 4;
  }

  /** Service class of an unlisted port, at the host or at the peer. */
  public int restService(boolean atHost) {
    return services.size() + (atHost ? 1 : 2);
  }

  /** Service class of an unlisted ICMP type. */
  @JsonIgnore
  public int restIcmp() {
    return services.size() + 3;
  }

  /** Number of other-port classes. */
  @JsonIgnore
  public int otherPortClasses() {
    return firstPortBin() + portBins.size();
  }

  /**
   * Steps from the last port to that of an other-port class between {@link #FIRST_PORT_STEP} and
   * {@link #FIRST_LISTED_PORT}: +1..+16, then -1..-16.
   */
  public static int portStep(int otherPortClass) {
    int place = otherPortClass - FIRST_PORT_STEP;
    return place < PORT_STEPS ? place + 1 : PORT_STEPS - place - 1;
  }

  /** The other-port class of a step, of at least one and at most {@link #PORT_STEPS}, each way. */
  static int classOfPortStep(int step) {
    return FIRST_PORT_STEP + (step > 0 ? step - 1 : PORT_STEPS - step - 1);
  }

  private static boolean ascend(List<Integer> portBins) {
    return !portBins.isEmpty()
        && portBins.get(0) == 1
        && portBins.get(portBins.size() - 1) <= MAX_PORT
        && IntStream.range(1, portBins.size())
            .allMatch(bin -> portBins.get(bin - 1) < portBins.get(bin));
  }

  /** The bin of a port; 0, which is no port, lies in the first. */
  public int portBin(int port) {
    int at = Collections.binarySearch(portBins, port);
    return Math.max(0, at >= 0 ? at : -at - 2);
  }

  /** Number of ports in a bin. */
  public int portsIn(int bin) {
    int next = bin + 1 < portBins.size() ? portBins.get(bin + 1) : MAX_PORT + 1;
    return next - portBins.get(bin);
  }

  /** Number of duration classes: none, the copy, the listed ones, the rest. */
  @JsonIgnore
  public int durationClasses() {
    return FIRST_LISTED_DURATION + durations.size() + 1;
  }

  /** Other-port classes from here: the bins. */
  @JsonIgnore
  public int firstPortBin() {
    return FIRST_LISTED_PORT + otherPorts.size();
  }
}
