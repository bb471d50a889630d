package io.flowstan.trainer.evaluate;

import io.flowstan.trainer.report.plot.Portrait;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What was found of one draw of a contender.
 *
 * @param flows in the draw
 * @param figures by key, in comparison with recorded hosts
 * @param rounds the same in each round of the bootstrap over hosts; NaN where a round has none
 * @param facts by key, of the draw alone
 * @param portrait for the pictures; null but for the first draw
 */
record Measured(
    long flows,
    Map<String, Double> figures,
    Map<String, double[]> rounds,
    Map<String, Double> facts,
    @Nullable Portrait portrait) {}
