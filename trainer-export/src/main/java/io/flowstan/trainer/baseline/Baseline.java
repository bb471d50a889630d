package io.flowstan.trainer.baseline;

import io.flowstan.flow.Flow;
import io.flowstan.flow.FlowSource;
import io.flowstan.trainer.table.Attribute;
import java.util.List;
import java.util.Map;

/**
 * A generator fitted to training flows, simpler than the model: what the model has to beat. It is
 * evaluated exactly as the model is.
 */
public interface Baseline {
  /** What reports call it. */
  String title();

  /** The flows of new hosts over whole days. */
  FlowSource generate(Population population);

  /**
   * What flows cost it: negative log-likelihood in nats, summed over the flows, by attribute; only
   * the attributes that it has a distribution of, on exact whole numbers. Where it has classes or
   * bins, values it has not seen cost what its smoothing gives them, never infinity.
   *
   * @param flows the stream of {@code host}, which began at {@code startSecond}
   */
  Map<Attribute, Double> nats(int host, List<Flow> flows, long startSecond);

  /**
   * The hosts to generate.
   *
   * @param hosts number of hosts, at least 1
   * @param startSecond midnight (UTC), seconds since the epoch
   * @param days whole days
   * @param seed the same seed gives the same flows
   */
  record Population(int hosts, long startSecond, int days, long seed) {
    public Population {
      if (hosts < 1 || days < 1) {
        throw new IllegalArgumentException(
            "population: hosts = " + hosts + ", days = " + days + ": expected at least 1 each");
      }
    }
  }
}
