package io.flowstan.trainer.evaluate;

import io.flowstan.flow.Flow;
import io.flowstan.flow.IpProtocol;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Counts over hosts' streams of what the streams of real hosts are known for. */
final class StreamFacts {
  private static final int REPLY_WITHIN = 8;
  private static final int NEAR_PEERS = 8;
  private static final int RECENT_PEERS = 64;
  private static final long THREE_HOURS = 3 * 3_600;
  private static final long DAY = 24 * 3_600;

  private final long startSecond;
  private final Map<Integer, Stream> streams = new HashMap<>();
  private long flows;
  private long sameSecond;
  private long instant;
  private long singlePacket;
  private long nearPeer;
  private long recentPeer;
  private long newPeer;
  private long replies;
  private long tcp;
  private long udp;
  private long icmp;
  private long firstThreeHours;
  private long lastThreeHours;

  /**
   * @param startSecond the day's beginning, seconds since the epoch
   */
  StreamFacts(long startSecond) {
    this.startSecond = startSecond;
  }

  /** One host's last flows and peers. */
  private static final class Stream {
    final @Nullable Flow[] last = new Flow[REPLY_WITHIN];
    final int[] peers = new int[RECENT_PEERS];
    final Set<Integer> seen = new HashSet<>();
    int known;
    long count;

    boolean answers(Flow flow) {
      for (Flow before : last) {
        if (before != null && flow.isReverseOf(before)) {
          return true;
        }
      }
      return false;
    }

    /** Place among the recent peers before this flow, or their number; moves it to the front. */
    int touch(int peer) {
      int place = 0;
      while (place < known && peers[place] != peer) {
        place++;
      }
      boolean there = place < known;
      if (!there && known < RECENT_PEERS) {
        known++;
      }
      System.arraycopy(peers, 0, peers, 1, Math.min(place, RECENT_PEERS - 1));
      peers[0] = peer;
      return there ? place : RECENT_PEERS;
    }
  }

  /** Counts the next flow of {@code host}. */
  void add(int host, Flow flow) {
    Stream stream = streams.computeIfAbsent(host, h -> new Stream());
    flows++;
    Flow previous = stream.last[(int) Math.floorMod(stream.count - 1, (long) REPLY_WITHIN)];
    sameSecond += previous != null && previous.endSecond() == flow.endSecond() ? 1 : 0;
    instant += flow.durationMs() == 0 ? 1 : 0;
    singlePacket += flow.packets() == 1 ? 1 : 0;
    replies += stream.answers(flow) ? 1 : 0;
    int peer = flow.peerOf(host);
    int place = stream.touch(peer);
    nearPeer += place < NEAR_PEERS ? 1 : 0;
    recentPeer += place < RECENT_PEERS ? 1 : 0;
    newPeer += stream.seen.add(peer) ? 1 : 0;
    tcp += flow.protocol() == IpProtocol.TCP ? 1 : 0;
    udp += flow.protocol() == IpProtocol.UDP ? 1 : 0;
    icmp += flow.protocol() == IpProtocol.ICMP ? 1 : 0;
    long second = flow.endSecond() - startSecond;
    firstThreeHours += second < THREE_HOURS ? 1 : 0;
    lastThreeHours += second >= DAY - THREE_HOURS && second < DAY ? 1 : 0;
    stream.last[(int) (stream.count++ % REPLY_WITHIN)] = flow;
  }

  /**
   * What was counted.
   *
   * @param hosts number of hosts, those without a flow included
   */
  Shares shares(int hosts) {
    return new Shares(
        hosts,
        flows,
        Math.round((double) flows / hosts),
        share(sameSecond),
        share(instant),
        share(singlePacket),
        share(nearPeer),
        share(recentPeer),
        share(newPeer),
        share(replies),
        share(tcp),
        share(udp),
        share(icmp),
        Math.round((double) firstThreeHours / hosts),
        Math.round((double) lastThreeHours / hosts));
  }

  private double share(long part) {
    return Rounded.toFourDigits((double) part / Math.max(1, flows));
  }

  /**
   * Shares of all flows.
   *
   * @param flowsPerHost a day
   * @param sameSecond flows in the second of the host's previous one
   * @param instant flows of duration 0
   * @param peerInLast8 flows whose peer is among the host's last 8 distinct peers
   * @param newPeer flows whose peer the host has not seen before
   * @param reply flows that are the exact reverse of one of the last 8
   * @param firstThreeHours flows a host in the first three hours of the day
   * @param lastThreeHours flows a host in the last three
   */
  record Shares(
      int hosts,
      long flows,
      long flowsPerHost,
      double sameSecond,
      double instant,
      double singlePacket,
      double peerInLast8,
      double peerInLast64,
      double newPeer,
      double reply,
      double tcp,
      double udp,
      double icmp,
      long firstThreeHours,
      long lastThreeHours) {}
}
