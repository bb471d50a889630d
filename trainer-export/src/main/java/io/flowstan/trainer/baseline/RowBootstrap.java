package io.flowstan.trainer.baseline;

import io.flowstan.flow.Flow;
import io.flowstan.trainer.table.Attribute;
import io.flowstan.trainer.table.FlowTable;
import java.util.List;
import java.util.Map;

/**
 * Training rows drawn with replacement, peer and all: single rows are as real as can be, so no
 * generator's marginals can be much closer, and nothing ties one row to the next. The host's
 * address gives way to the new host's.
 */
public final class RowBootstrap implements Baseline {
  private final Flow[] flows;
  private final int[] hosts;
  private final long[] gaps;

  private RowBootstrap(int size) {
    flows = new Flow[size];
    hosts = new int[size];
    gaps = new long[size];
  }

  /** All rows of {@code training}, which must have some. */
  public static RowBootstrap fit(FlowTable training) {
    RowBootstrap rows = new RowBootstrap(Row.count(training));
    int at = 0;
    for (Map.Entry<Integer, List<Flow>> entry : training.byHost().entrySet()) {
      long previous = training.startSecond();
      for (Flow flow : entry.getValue()) {
        rows.flows[at] = flow;
        rows.hosts[at] = entry.getKey();
        rows.gaps[at++] = Attribute.GAP.of(flow, entry.getKey(), previous);
        previous = flow.endSecond();
      }
    }
    return rows;
  }

  @Override
  public String title() {
    return "row bootstrap";
  }

  @Override
  public GeneratedFlows generate(Population population) {
    return new GeneratedFlows(population, () -> this::next);
  }

  /** Nothing: a row that was not in training has no probability here. */
  @Override
  public Map<Attribute, Double> nats(int host, List<Flow> flows, long startSecond) {
    return Map.of();
  }

  private Flow next(int host, long previousEndSecond, Draws draws) {
    int at;
    do {
      at = (int) draws.below(flows.length);
    } while (flows[at].peerOf(hosts[at]) == host); // a flow has two ends
    Flow flow = flows[at];
    boolean out = flow.source() == hosts[at];
    return new Flow(
        previousEndSecond + gaps[at],
        flow.durationMs(),
        out ? host : flow.source(),
        out ? flow.destination() : host,
        flow.sourcePort(),
        flow.destinationPort(),
        flow.protocol(),
        flow.tcpFlags(),
        flow.forwardingStatus(),
        flow.tos(),
        flow.packets(),
        flow.bytes(),
        flow.label());
  }
}
