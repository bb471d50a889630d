package io.flowstan.codec;

import io.flowstan.flow.Flow;
import io.flowstan.flow.FlowRule;
import io.flowstan.profile.PeerTie;

/**
 * Says of a host's flows, given in the order of their ends, how each one's peer stands to the host:
 * what {@link FlowCodec} codes as the peer event, without any vocabulary.
 */
public final class PeerTies {
  private final int host;
  private final RecentFlows flows = new RecentFlows();
  private final RecentPeers peers = new RecentPeers();

  public PeerTies(int host) {
    this.host = host;
  }

  /** The tie of the host's next flow, which is remembered. */
  public PeerTie next(Flow flow) {
    int peer = flow.peerOf(host);
    boolean incoming = flow.source() != host;
    int direction = incoming ? 1 : 0;
    int hostPort = incoming ? flow.destinationPort() : flow.sourcePort();
    int peerPort = incoming ? flow.sourcePort() : flow.destinationPort();
    int answered = flows.answeredBy(peer, direction, hostPort, peerPort, flow.protocol());
    boolean known = peers.placeOf(peer) >= 0;
    peers.touch(peer);
    flows.add(
        flow.endSecond(),
        answered,
        peer,
        direction,
        hostPort,
        peerPort,
        flow.protocol(),
        flow.durationMs() / FlowRule.DURATION_GRID_MS);
    if (answered > 0) {
      return PeerTie.ANSWERED;
    }
    return known ? PeerTie.RECENT : PeerTie.NEW;
  }
}
