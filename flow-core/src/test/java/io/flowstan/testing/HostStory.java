package io.flowstan.testing;

import io.flowstan.codec.CodecSpec;
import io.flowstan.flow.Flow;
import io.flowstan.flow.FlowRule;
import io.flowstan.flow.IpProtocol;
import io.flowstan.flow.TcpFlags;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/**
 * Flows of one host drawn from a seed: they obey every hard rule and stay within a vocabulary, and
 * hold what a codec can get wrong (replies, peers come back after many others, tunnels with and
 * without ports, counts beyond 32 bits).
 */
public final class HostStory {
  /** The host of the story, 42.219.0.1. */
  public static final int HOST = 42 << 24 | 219 << 16 | 1;

  private static final int REMEMBERED_PEERS = 100;

  private final CodecSpec spec;
  private final Random random;
  private final List<Flow> flows = new ArrayList<>();
  private final List<Integer> peers = new ArrayList<>();
  private long endSecond;
  private int ephemeral = 49_152;

  private HostStory(CodecSpec spec, long seed) {
    this.spec = spec;
    this.random = new Random(seed);
    this.endSecond = SeededFlows.START_SECOND + random.nextInt(400);
  }

  /** The first {@code count} flows of the story {@code seed}, in order of their end. */
  public static List<Flow> of(CodecSpec spec, long seed, int count) {
    HostStory story = new HostStory(spec, seed);
    for (int i = 0; i < count; i++) {
      story.flows.add(story.next());
    }
    return story.flows;
  }

  private Flow next() {
    endSecond += gap();
    double what = random.nextDouble();
    if (what < 0.4 && !flows.isEmpty()) {
      Flow asked = flows.get(flows.size() - 1 - random.nextInt(Math.min(10, flows.size())));
      if (asked.protocol() != IpProtocol.ICMP) {
        int steps = asked.durationMs() / FlowRule.DURATION_GRID_MS;
        return flow(
            asked.destination(),
            asked.source(),
            asked.destinationPort(),
            asked.sourcePort(),
            asked.protocol(),
            steps > 0 && random.nextBoolean() ? steps : durationSteps());
      }
    }
    int peer = what < 0.75 && !peers.isEmpty() ? knownPeer() : newPeer();
    peers.remove((Object) peer);
    peers.add(peer);
    int protocol = random.nextDouble() < 0.6 ? IpProtocol.TCP : oneOf(spec.protocols());
    boolean incoming = random.nextInt(3) == 0;
    int[] ports = ports(protocol, incoming);
    return incoming
        ? flow(peer, HOST, ports[1], ports[0], protocol, durationSteps())
        : flow(HOST, peer, ports[0], ports[1], protocol, durationSteps());
  }

  private int durationSteps() {
    return switch (random.nextInt(8)) {
      case 0, 1 -> 0;
      case 2 -> oneOf(spec.durations());
      default -> 1 + random.nextInt(91_000);
    };
  }

  /** The ports at the host and at the peer. */
  private int[] ports(int protocol, boolean incoming) {
    if (protocol == IpProtocol.ICMP) {
      int type = oneOf(List.of(2_048, 0, 769, random.nextInt(65_536)));
      return incoming ? new int[] {type, 0} : new int[] {0, type};
    }
    boolean tunnel = !IpProtocol.hasPorts(protocol);
    if (tunnel && random.nextInt(3) > 0) {
      return new int[] {0, 0};
    }
    int least = tunnel ? 0 : 1;
    int service =
        random.nextInt(5) == 0
            ? least + random.nextInt(65_536 - least)
            : oneOf(List.of(443, 53, 22, 123, 8_080));
    ephemeral = Math.min(65_535, ephemeral + random.nextInt(20));
    int other =
        random.nextInt(4) == 0
            ? oneOf(List.of(service, least, 123, least + random.nextInt(65_536 - least)))
            : ephemeral;
    return random.nextInt(4) == 0 ? new int[] {service, other} : new int[] {other, service};
  }

  /** A flow that lasts {@code steps} of 4 ms where it has packets enough. */
  private Flow flow(int from, int to, int fromPort, int toPort, int ip, int steps) {
    int flags = oneOf(spec.flags());
    while (!fits(flags, ip)) {
      flags = oneOf(spec.flags());
    }
    long packets = Math.max(packets(), FlowRule.needsTwoPackets(flags) ? 2 : 1);
    long least = FlowRule.minBytesPerPacket(ip) * packets + ((flags & TcpFlags.PSH) != 0 ? 1 : 0);
    long most = FlowRule.MAX_BYTES_PER_PACKET * packets;
    long bytes = random.nextInt(3) == 0 ? oneOf(spec.byteValues()) : least;
    if (bytes < least || bytes > most || random.nextBoolean()) {
      bytes = random.nextInt(8) == 0 ? most : random.nextLong(least, most + 1);
    }
    return new Flow(
        endSecond,
        packets == 1 ? 0 : steps * FlowRule.DURATION_GRID_MS,
        from,
        to,
        fromPort,
        toPort,
        ip,
        flags,
        0,
        oneOf(spec.tos()),
        packets,
        bytes,
        oneOf(spec.labels()));
  }

  private static boolean fits(int flags, int protocol) {
    return protocol == IpProtocol.TCP ? flags != 0 : flags == 0 || flags == TcpFlags.ACK;
  }

  private long packets() {
    return switch (random.nextInt(8)) {
      case 0, 1, 2 -> 1;
      case 3, 4, 5 -> 1 + random.nextInt(30);
      case 6 -> 1 + random.nextInt(5_000);
      default -> 1 + random.nextInt((int) spec.maxPackets());
    };
  }

  private int gap() {
    return switch (random.nextInt(20)) {
      case 0 -> random.nextInt(20_000);
      case 1, 2 -> random.nextInt(600);
      case 3, 4, 5, 6, 7, 8 -> 1 + random.nextInt(20);
      default -> 0;
    };
  }

  private int knownPeer() {
    int back = 1 + random.nextInt(Math.min(REMEMBERED_PEERS, peers.size()));
    return peers.get(peers.size() - back);
  }

  private int newPeer() {
    return oneOf(spec.firstOctets()) << 24 | random.nextInt(1 << 24);
  }

  private <V> V oneOf(List<V> values) {
    return values.get(random.nextInt(values.size()));
  }
}
