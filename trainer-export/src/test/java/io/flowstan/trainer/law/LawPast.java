package io.flowstan.trainer.law;

import io.flowstan.codec.CodecSpec;
import io.flowstan.flow.Flow;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** What the known law reads of a host's flows so far. */
final class LawPast {
  final int host;
  private final long firstTick;
  private long lastSecond;
  private int flowsInTick;
  private @Nullable Flow last;
  private boolean lastIsReply;
  private final int[] lastOtherPort = new int[2];
  private final List<Integer> peers = new ArrayList<>();

  /** By tick since the start: flows, and those of a service at the host. */
  private final List<int[]> ticks = new ArrayList<>();

  LawPast(int host, long startSecond) {
    this.host = host;
    this.lastSecond = startSecond;
    this.firstTick = startSecond / CodecSpec.TICK_SECONDS;
    ticks.add(new int[2]);
  }

  /** End of the last flow, or the start: the moment in which the next flow is drawn. */
  long lastSecond() {
    return lastSecond;
  }

  /** The five-minute tick of {@link #lastSecond()}. */
  long tick() {
    return lastSecond / CodecSpec.TICK_SECONDS;
  }

  /** Flows in that tick so far. */
  int flowsInTick() {
    return flowsInTick;
  }

  Optional<Flow> last() {
    return Optional.ofNullable(last);
  }

  boolean lastIsReply() {
    return lastIsReply;
  }

  /** Peers met, the latest first. */
  List<Integer> peers() {
    return peers;
  }

  /** The other port of the last flow with a service on this side; 0 for none. */
  int lastOtherPort(boolean atHost) {
    return lastOtherPort[atHost ? 0 : 1];
  }

  boolean isReply(Flow flow) {
    return last != null && flow.isReverseOf(last);
  }

  boolean serviceAtHost(Flow flow) {
    return hostPort(flow) < KnownLaw.FIRST_OTHER_PORT;
  }

  int otherPort(Flow flow) {
    return Math.max(flow.sourcePort(), flow.destinationPort());
  }

  private int hostPort(Flow flow) {
    return flow.source() == host ? flow.sourcePort() : flow.destinationPort();
  }

  /**
   * Whether most flows of the tick {@code lag} ticks ago had their service at the host; nothing
   * where that tick was before the start.
   */
  Optional<Boolean> mostlyAtHost(int lag) {
    long index = tick() - firstTick - lag;
    if (index < 0) {
      return Optional.empty();
    }
    int[] counts = ticks.get(Math.toIntExact(index));
    return Optional.of(2 * counts[1] > counts[0]);
  }

  void observe(Flow flow) {
    lastIsReply = isReply(flow);
    long tickBefore = tick();
    lastSecond = flow.endSecond();
    flowsInTick = tick() == tickBefore ? flowsInTick + 1 : 1;
    while (ticks.size() <= tick() - firstTick) {
      ticks.add(new int[2]);
    }
    int[] counts = ticks.get(ticks.size() - 1);
    counts[0]++;
    counts[1] += serviceAtHost(flow) ? 1 : 0;
    lastOtherPort[serviceAtHost(flow) ? 0 : 1] = otherPort(flow);
    Integer peer = flow.peerOf(host);
    peers.remove(peer);
    peers.add(0, peer);
    last = flow;
  }
}
