package io.flowstan.trainer.metric.temporal;

/**
 * All peers that a host has met, each with the service port of its last flow that had one: an open
 * hash table of whole numbers, so that a flow costs one look-up and no object.
 */
final class PeerLedger {
  /** Of a peer that has not been met. */
  static final int UNMET = -2;

  /** Of a flow, or of a peer all of whose flows, without a service port. */
  static final int NO_SERVICE = -1;

  private static final int SMALLEST = 64;

  private int[] peers = new int[SMALLEST];

  /** Service ports + 3, so that 0 is an empty place. */
  private int[] services = new int[SMALLEST];

  private int size;

  /**
   * Notes a flow with {@code peer}.
   *
   * @param service the flow's service port or {@link #NO_SERVICE}, which leaves the peer's last one
   * @return the service port before this flow, {@link #NO_SERVICE} or {@link #UNMET}
   */
  int meet(int peer, int service) {
    int place = placeOf(peer, peers, services);
    int before = services[place] - 3;
    if (services[place] == 0) {
      peers[place] = peer;
      services[place] = service + 3;
      if (++size * 2 > peers.length) {
        grow();
      }
      return UNMET;
    }
    if (service != NO_SERVICE) {
      services[place] = service + 3;
    }
    return before;
  }

  /** Where {@code peer} is or would be; there is always an empty place. */
  private static int placeOf(int peer, int[] peers, int[] services) {
    int mask = peers.length - 1;
    int place = (peer * 0x9E37_79B9) >>> 7 & mask;
    while (services[place] != 0 && peers[place] != peer) {
      place = place + 1 & mask;
    }
    return place;
  }

  private void grow() {
    int[] morePeers = new int[peers.length * 2];
    int[] moreServices = new int[services.length * 2];
    for (int i = 0; i < peers.length; i++) {
      if (services[i] != 0) {
        int place = placeOf(peers[i], morePeers, moreServices);
        morePeers[place] = peers[i];
        moreServices[place] = services[i];
      }
    }
    peers = morePeers;
    services = moreServices;
  }
}
