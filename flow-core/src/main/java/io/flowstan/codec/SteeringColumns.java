package io.flowstan.codec;

import io.flowstan.flow.IpProtocol;
import io.flowstan.profile.FlowShare;
import java.util.Arrays;
import java.util.List;

/**
 * The columns of the graphs' input {@code steering}, in nats: what is to be taken off the logits of
 * short gaps, and added to those of protocols, of kinds of services, of the answers to the last 8
 * flows, and of the 64 recent peers.
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

  public static final int FIRST_PROTOCOL = 1;
  public static final int FIRST_SERVICE = FIRST_PROTOCOL + PROTOCOLS.size();
  public static final int FIRST_ANSWER = FIRST_SERVICE + SERVICES.size();
  public static final int FIRST_PEER = FIRST_ANSWER + CodecSpec.REPLIES;

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
    return kinds;
  }

  /**
   * Spreads the tilts of protocols and services over the past flows.
   *
   * @param steering float32 [{@link #WIDTH}], of which the columns before {@link #FIRST_ANSWER} are
   *     read and those from there on written
   * @param kinds of the service classes, see {@link #kinds}
   * @param latest the last 8 flows, as {@link HostContext#writeLatest} writes them
   * @param peers the recent peers, as {@link HostContext#writePeers} writes them
   */
  public static void spread(float[] steering, int[] kinds, byte[] latest, byte[] peers) {
    for (int back = 0; back < CodecSpec.REPLIES; back++) {
      steering[FIRST_ANSWER + back] =
          tilt(steering, kinds, latest, back * HostContext.LATEST_BYTES);
    }
    for (int place = 0; place < CodecSpec.PEERS; place++) {
      steering[FIRST_PEER + place] = tilt(steering, kinds, peers, place * HostContext.PEER_BYTES);
    }
  }

  private static float tilt(float[] steering, int[] kinds, byte[] rows, int from) {
    if (rows[from] == 0) {
      return 0; // no flow
    }
    float tilt = 0;
    for (int p = 0; p < 3; p++) {
      if (rows[from + FlowRow.PROTOCOL_FLAGS + p] != 0) {
        tilt += steering[FIRST_PROTOCOL + p];
      }
    }
    int service = FlowRow.service(rows, from);
    int kind = service < kinds.length ? kinds[service] : -1;
    return kind < 0 ? tilt : tilt + steering[FIRST_SERVICE + kind];
  }
}
