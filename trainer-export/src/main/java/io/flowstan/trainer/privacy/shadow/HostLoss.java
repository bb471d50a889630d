package io.flowstan.trainer.privacy.shadow;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What one host's flows cost one model.
 *
 * @param address dotted quad
 * @param scored of as many of its flows as {@link ShadowSettings#scoredFlows()}; null for the
 *     control
 * @param first of as many as the control is trained on, as if the host had no more
 * @param marked of a canary's marked flows; null for other hosts
 */
public record HostLoss(String address, @Nullable Cost scored, Cost first, @Nullable Cost marked) {

  /**
   * The cost of some flows.
   *
   * @param flows number of them
   * @param nats sum over them by head, in the order of the heads
   */
  public record Cost(long flows, List<Double> nats) {
    public Cost {
      nats = List.copyOf(nats);
    }

    /** Nats a flow over all heads. */
    public double natsPerFlow() {
      return nats.stream().mapToDouble(Double::doubleValue).sum() / flows;
    }
  }
}
