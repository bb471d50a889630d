package io.flowstan.trainer.metric.temporal;

/** The last 64 distinct peers of a host in order of their last flow, the latest first. */
final class PeerRecency {
  /** Number of peers kept; the place of a peer that is not among them. */
  static final int CAPACITY = 64;

  private final int[] peers = new int[CAPACITY];
  private int size;

  /**
   * Place of {@code peer} before this flow, 0 the latest, or {@link #CAPACITY}; moves it to the
   * front.
   */
  int touch(int peer) {
    int place = 0;
    while (place < size && peers[place] != peer) {
      place++;
    }
    boolean there = place < size;
    if (!there && size < CAPACITY) {
      size++;
    }
    System.arraycopy(peers, 0, peers, 1, Math.min(place, CAPACITY - 1));
    peers[0] = peer;
    return there ? place : CAPACITY;
  }
}
