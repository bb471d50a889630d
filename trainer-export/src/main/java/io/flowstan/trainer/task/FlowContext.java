package io.flowstan.trainer.task;

import io.flowstan.flow.Flow;
import io.flowstan.trainer.metric.twosample.RowFeatures;
import java.util.Arrays;
import java.util.BitSet;
import java.util.List;

/**
 * What anomaly detectors see of a flow: {@link RowFeatures} of it and of the one before it, without
 * bytes per packet, which follow from the others; whether its peer is new among the host's last 64
 * flows; ln(1 + the host's flows within the last minute, at most 255); ln(the number of services,
 * by the lower port of a flow, between the host and this peer in those 64 flows and this one); the
 * hour of the day.
 */
final class FlowContext {
  /** Features of a flow. */
  static final int WIDTH = 2 * RowFeatures.WIDTH + 4;

  /** Position of the first feature of the flow itself. */
  static final int ROW = RowFeatures.WIDTH;

  static final int NEW_PEER = 2 * RowFeatures.WIDTH;
  static final int LN_RATE = NEW_PEER + 1;
  static final int LN_SERVICES = NEW_PEER + 2;
  private static final int HOUR = NEW_PEER + 3;
  private static final int BYTES_PER_PACKET = 11;
  private static final int MEMORY = 64;
  private static final int COUNTED = 255;
  private static final long MINUTE_SECONDS = 60;

  private FlowContext() {}

  /** The features of flow {@code at}, from 1, of {@code flows}, the stream of {@code host}. */
  static double[] of(List<Flow> flows, int host, int at, long startSecond) {
    double[] row = Arrays.copyOf(RowFeatures.of(flows, host, at - 1, 2, startSecond), WIDTH);
    row[BYTES_PER_PACKET] = 0;
    row[RowFeatures.WIDTH + BYTES_PER_PACKET] = 0;
    Flow flow = flows.get(at);
    BitSet services = new BitSet();
    for (int i = Math.max(0, at - MEMORY); i < at; i++) {
      if (flows.get(i).peerOf(host) == flow.peerOf(host)) {
        services.set(servicePort(flows.get(i)));
      }
    }
    boolean known = !services.isEmpty();
    services.set(servicePort(flow));
    int recent = 0;
    while (recent < Math.min(at, COUNTED)
        && flows.get(at - 1 - recent).endSecond() > flow.endSecond() - MINUTE_SECONDS) {
      recent++;
    }
    row[NEW_PEER] = known ? 0 : 1;
    row[LN_RATE] = Math.log1p(recent);
    row[LN_SERVICES] = Math.log(services.cardinality());
    row[HOUR] = (int) (Math.floorMod(flow.endSecond(), 86_400L) / 3_600L);
    return row;
  }

  private static int servicePort(Flow flow) {
    return Math.min(flow.sourcePort(), flow.destinationPort());
  }
}
