package io.flowstan.codec;

import io.flowstan.flow.IpProtocol;
import io.flowstan.profile.FlowShare;
import java.util.Arrays;
import java.util.List;

/**
 * The columns of the graphs' input {@code steering}. In nats: what is to be taken off the logits of
 * short gaps, or off a gap of 0 s alone, and added to those of answers, of a new peer, of
 * protocols, of kinds of services, of large and of huge flows; and what is to be added to those of
 * the 64 recent peers, which stay as likely together as they are without. In packets: by how many a
 * host's largest flows stay below the largest that any host may have.
 */
public final class SteeringColumns {
  /** The protocols that a host can be tilted to. */
  public static final List<Integer> PROTOCOLS =
      List.of(IpProtocol.TCP, IpProtocol.UDP, IpProtocol.ICMP);

  /** The kinds of services that a host can be tilted to. */
  public static final List<FlowShare> SERVICES =
      Arrays.stream(FlowShare.values()).filter(FlowShare::isService).toList();

  /** Column of the restraint on short gaps. */
  public static final int RESTRAINT = 0;

  /** Column of what is taken off a gap of 0 s alone: the host's second is full. */
  public static final int FULL_SECOND = 1;

  /**
   * Column of the tilt to the services that the host has had most: for each unit of what {@link
   * HostContext#writeServices} gives.
   */
  public static final int USUAL_SERVICE = 2;

  /** Column of the tilt to a new peer. */
  public static final int NEW_PEER = 3;

  /** Column of the tilt to answers. */
  public static final int ANSWER = 4;

  /**
   * Column of the tilt to the peers that the host has met most: for each unit of a peer's number of
   * flows as {@link HostContext#writePeers} gives it; {@link #spread} passes it on.
   */
  public static final int USUAL_PEER = 5;

  /** Columns of the packets that the largest flow by TCP, or not by TCP, has fewer than any. */
  public static final int FEWER_PACKETS_BY_TCP = 6;

  public static final int FEWER_PACKETS_BY_OTHERS = 7;

  /** Column of the tilt to flows of {@link FlowShare#LARGE_FROM} packets or more. */
  public static final int LARGE = 8;

  /** Column of the tilt, among these, to flows of {@link FlowShare#HUGE_FROM} or more. */
  public static final int HUGE = 9;

  public static final int FIRST_PROTOCOL = 10;
  public static final int FIRST_SERVICE = FIRST_PROTOCOL + PROTOCOLS.size();
  public static final int FIRST_PEER = FIRST_SERVICE + SERVICES.size();

  /** Number of columns. */
  public static final int WIDTH = FIRST_PEER + CodecSpec.PEERS;

  private SteeringColumns() {}

  /** For each service class of {@code spec} its place in {@link #SERVICES}, or -1. */
  public static int[] kinds(CodecSpec spec) {
    int[] kinds = new int[spec.serviceClasses()];
    Arrays.fill(kinds, -1);
    for (int i = 0; i < spec.services().size(); i++) {
      ServiceClass service = spec.services().get(i);
      if (service.kind() == ServiceClass.Kind.PORT) {
        for (int kind = 0; kind < SERVICES.size(); kind++) {
          if (SERVICES.get(kind).isOffered(service.atHost(), service.port())) {
            kinds[i + 1] = kind;
          }
        }
      }
    }
    kinds[spec.restService(true)] = SERVICES.indexOf(FlowShare.OTHER_AT_HOST);
    kinds[spec.restService(false)] = SERVICES.indexOf(FlowShare.OTHER_AT_PEER);
    return kinds;
  }

  /**
   * Spreads the tilts of peers, protocols and services over the recent peers.
   *
   * @param steering float32 [{@link #WIDTH}], of which the columns before {@link #FIRST_PEER} are
   *     read and those from there on written
   * @param kinds of the service classes, see {@link #kinds}
   * @param peers the recent peers, as {@link HostContext#writePeers} writes them
   * @param services flows of each service class, as {@link HostContext#writeServices} writes them
   */
  public static void spread(float[] steering, int[] kinds, byte[] peers, byte[] services) {
    for (int place = 0; place < CodecSpec.PEERS; place++) {
      int from = place * HostContext.PEER_BYTES;
      int flows = peers[from + FlowRow.BYTES + 1] & 255;
      steering[FIRST_PEER + place] =
          tilt(steering, kinds, peers, from, services) + flows * steering[USUAL_PEER];
    }
  }

  private static float tilt(float[] steering, int[] kinds, byte[] rows, int from, byte[] services) {
    if (rows[from] == 0) {
      return 0; // no flow
    }
    int protocol = FlowRow.protocolFlag(rows, from);
    float tilt = protocol == 0 ? 0 : steering[FIRST_PROTOCOL + protocol - 1];
    int service = FlowRow.service(rows, from);
    if (service < kinds.length) {
      tilt += (services[service] & 255) * steering[USUAL_SERVICE];
      tilt += kinds[service] < 0 ? 0 : steering[FIRST_SERVICE + kinds[service]];
    }
    return tilt;
  }
}
