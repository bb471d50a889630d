package io.flowstan.trainer.optimise;

import java.util.Map;

/**
 * What one batch costs.
 *
 * @param loss scalar to minimise: the mean nats per flow, plus penalties where there are any
 * @param nats per attribute the sum of nats (negative log-likelihood) over the batch's flows,
 *     scalar; kept in the map's order for reports
 * @param flows scalar: the number of flows that the sums are over
 * @param <T> the back end's tensor
 */
public record LossTerms<T>(T loss, Map<String, T> nats, T flows) {}
