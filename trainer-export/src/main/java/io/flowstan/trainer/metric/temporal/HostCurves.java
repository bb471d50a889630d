package io.flowstan.trainer.metric.temporal;

import io.flowstan.flow.Flow;
import io.flowstan.trainer.table.FlowTable;
import java.util.List;
import java.util.Map;

/**
 * The autocorrelation of one series at each host of a table with at least {@value #MIN_FLOWS}
 * flows.
 *
 * @param curves by host, lag 1 first; [0] for a host that has none
 * @param flows by host
 */
record HostCurves(double[][] curves, int[] flows) {
  private static final int MIN_FLOWS = 200;

  static HostCurves of(FlowTable table, FlowSeries series) {
    double[][] curves = new double[table.hosts()][];
    int[] flows = new int[curves.length];
    int host = 0;
    for (Map.Entry<Integer, List<Flow>> stream : table.byHost().entrySet()) {
      flows[host] = stream.getValue().size();
      curves[host] =
          flows[host] < MIN_FLOWS
              ? new double[0]
              : Autocorrelation.of(
                  series.of(stream.getKey(), stream.getValue()), StreamAutocorrelation.LAGS);
      host++;
    }
    return new HostCurves(curves, flows);
  }

  /** The mean weighted by flows, each host as often as it was drawn; [0] where none has a curve. */
  double[] mean(int[] times) {
    double[] sum = new double[StreamAutocorrelation.LAGS];
    long weight = 0;
    for (int host = 0; host < curves.length; host++) {
      if (curves[host].length > 0 && times[host] > 0) {
        long weighs = (long) times[host] * flows[host];
        weight += weighs;
        for (int i = 0; i < sum.length; i++) {
          sum[i] += weighs * curves[host][i];
        }
      }
    }
    if (weight == 0) {
      return new double[0];
    }
    for (int i = 0; i < sum.length; i++) {
      sum[i] /= weight;
    }
    return sum;
  }
}
