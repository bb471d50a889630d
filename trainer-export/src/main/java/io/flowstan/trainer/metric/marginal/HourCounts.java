package io.flowstan.trainer.metric.marginal;

import io.flowstan.trainer.metric.HostCounts;
import io.flowstan.trainer.metric.Resample;
import io.flowstan.trainer.table.Attribute;
import java.util.Arrays;
import java.util.OptionalDouble;

/**
 * One attribute of two samples on common bins, hour of the day by hour and host by host.
 *
 * @param bins of an hour; the classes of the counts are those of all hours, one after the other
 */
record HourCounts(int bins, HostCounts real, HostCounts other) {

  static HourCounts of(Attribute attribute, EqualSamples samples) {
    Bins bins = PairedCounts.bins(attribute, samples);
    return new HourCounts(
        bins.count(), of(attribute, bins, samples.real()), of(attribute, bins, samples.other()));
  }

  private static HostCounts of(Attribute attribute, Bins bins, RowSample sample) {
    int[] hours = sample.hours();
    long[] column = sample.column(attribute);
    return sample.counts(
        Hours.HOURS * bins.count(), row -> hours[row] * bins.count() + bins.of(column[row]));
  }

  /**
   * The mean Jensen-Shannon divergence of the hours that have rows enough on both sides.
   *
   * @param weights of the hours
   */
  OptionalDouble meanDivergence(Resample drawn, long[] weights, int minRows) {
    long[] inReal = real.sum(drawn.real());
    long[] inOther = other.sum(drawn.other());
    double sum = 0;
    long weight = 0;
    for (int hour = 0; hour < Hours.HOURS; hour++) {
      long[] ofReal = Arrays.copyOfRange(inReal, hour * bins, (hour + 1) * bins);
      long[] ofOther = Arrays.copyOfRange(inOther, hour * bins, (hour + 1) * bins);
      if (Math.min(Arrays.stream(ofReal).sum(), Arrays.stream(ofOther).sum()) >= minRows) {
        sum += weights[hour] * Divergence.jensenShannon(ofReal, ofOther);
        weight += weights[hour];
      }
    }
    return weight == 0 ? OptionalDouble.empty() : OptionalDouble.of(sum / weight);
  }
}
