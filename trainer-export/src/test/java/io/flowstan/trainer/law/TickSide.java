package io.flowstan.trainer.law;

/**
 * What an observer knows of the side on which the services of an earlier tick lay.
 *
 * @param exists whether there was such a tick; a host's first hours have none
 * @param atHost the probability that it was the host's side, 0 or 1 for who has seen the tick
 */
record TickSide(boolean exists, double atHost) {
  static final TickSide NONE = new TickSide(false, 0.5);

  /** A tick that the observer has not seen: the coin was fair. */
  static final TickSide UNSEEN = new TickSide(true, 0.5);

  static TickSide seen(boolean atHost) {
    return new TickSide(true, atHost ? 1 : 0);
  }

  /** The probability of an event that has these probabilities after each side and after none. */
  double mean(double afterHost, double afterPeers, double afterNone) {
    return exists ? atHost * afterHost + (1 - atHost) * afterPeers : afterNone;
  }

  /** After an event with these probabilities, by Bayes' rule. */
  TickSide given(double afterHost, double afterPeers) {
    if (!exists) {
      return this;
    }
    double host = atHost * afterHost;
    return new TickSide(true, host / (host + (1 - atHost) * afterPeers));
  }
}
