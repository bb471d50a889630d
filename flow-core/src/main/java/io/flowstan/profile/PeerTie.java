package io.flowstan.profile;

/** How the peer of a flow stands to the host, given the host's flows before. */
public enum PeerTie {
  /** The flow is the exact reverse of one of the last few, which it answers. */
  ANSWERED,
  /** The peer is among the recent ones. */
  RECENT,
  /** The host has never met the peer, or has forgotten it. */
  NEW
}
