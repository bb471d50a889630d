package io.flowstan.trainer.report;

import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What the recorded flows cost one contender: negative log-likelihood, nats a flow.
 *
 * @param contender what it is called
 * @param groups by group of attributes; one that the contender has no distribution of is absent
 * @param sum over the groups; null where one is absent
 * @param saved what the model saves against this contender over the groups that it has; above 0 the
 *     model wins
 * @param exact in the model's own attributes; null where the contender has others
 */
public record Likelihood(
    String contender,
    Map<String, Double> groups,
    @Nullable Interval sum,
    Interval saved,
    @Nullable Exact exact) {

  /**
   * The cost in the model's own attributes.
   *
   * @param all of all attributes together
   * @param withoutPeer of all but the peer event and its first octet
   * @param byAttribute by attribute
   * @param modelGains what the model saves against this contender in {@code all}
   * @param modelGainsWithoutPeer the same in {@code withoutPeer}
   */
  public record Exact(
      Interval all,
      Interval withoutPeer,
      Map<String, Double> byAttribute,
      Interval modelGains,
      Interval modelGainsWithoutPeer) {}
}
