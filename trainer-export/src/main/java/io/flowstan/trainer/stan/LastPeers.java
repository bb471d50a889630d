package io.flowstan.trainer.stan;

import io.flowstan.codec.CodecSpec;

/** The host's last 64 peers in order of last use, the latest first, as the model has them. */
final class LastPeers {
  private final int[] peers = new int[CodecSpec.PEERS];
  private int size;

  /** Whether {@code peer} is among them; it is the latest then. */
  boolean use(int peer) {
    int place = 0;
    while (place < size && peers[place] != peer) {
      place++;
    }
    boolean known = place < size;
    if (!known && size < peers.length) {
      size++;
    }
    System.arraycopy(peers, 0, peers, 1, Math.min(place, size - 1));
    peers[0] = peer;
    return known;
  }
}
