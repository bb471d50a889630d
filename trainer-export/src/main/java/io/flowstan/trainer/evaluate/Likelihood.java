package io.flowstan.trainer.evaluate;

import io.flowstan.codec.Head;
import io.flowstan.score.Score;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/**
 * Negative log-likelihood of the recorded flows, nats a flow, of one contender.
 *
 * @param all of all attributes together
 * @param withoutPeer of all but the peer event and its first octet
 * @param byAttribute by head
 * @param modelGains what the model saves against this contender in {@code all}; above 0 wins
 * @param modelGainsWithoutPeer the same in {@code withoutPeer}
 */
record Likelihood(
    Interval all,
    Interval withoutPeer,
    Map<String, Double> byAttribute,
    Interval modelGains,
    Interval modelGainsWithoutPeer) {
  private static final Set<Head> ALL = EnumSet.allOf(Head.class);
  private static final Set<Head> WITHOUT_PEER =
      EnumSet.complementOf(EnumSet.of(Head.PEER, Head.FIRST_OCTET));

  /** The likelihoods by contender, from scores of the same hosts; the model's must be there. */
  static Map<Contender, Likelihood> of(Map<Contender, Score> scores, HostBootstrap bootstrap) {
    Score model = scores.get(Contender.MODEL);
    if (model == null) {
      throw new IllegalArgumentException("no score of the model among " + scores.keySet());
    }
    Map<Contender, Likelihood> likelihoods = new TreeMap<>();
    scores.forEach(
        (contender, score) ->
            likelihoods.put(
                contender,
                new Likelihood(
                    bootstrap.of(score, ALL),
                    bootstrap.of(score, WITHOUT_PEER),
                    byAttribute(score),
                    bootstrap.difference(score, model, ALL),
                    bootstrap.difference(score, model, WITHOUT_PEER))));
    return likelihoods;
  }

  private static Map<String, Double> byAttribute(Score score) {
    Map<String, Double> nats = new LinkedHashMap<>();
    for (Head head : Head.values()) {
      nats.put(head.title(), Rounded.toFourDigits(score.natsPerFlow(List.of(head))));
    }
    return nats;
  }
}
