package io.flowstan.trainer.evaluate;

import io.flowstan.trainer.metric.Metric;
import io.flowstan.trainer.report.Contestant.Role;
import io.flowstan.trainer.table.FlowTable;
import java.io.IOException;
import java.util.List;
import java.util.function.IntFunction;

/**
 * What is compared with the recorded hosts: a few draws of equally many hosts each.
 *
 * @param draws how many it has, at least 1
 * @param source makes a draw, the same table each time it is asked
 * @param metrics what a draw is compared by
 */
record Contender(
    String key,
    String title,
    Role role,
    int draws,
    Source source,
    IntFunction<List<Metric>> metrics) {

  /** Makes the draws of a contender, called from several threads. */
  @FunctionalInterface
  interface Source {
    /** The draw with this number, from 0. */
    FlowTable table(int draw) throws IOException;
  }
}
