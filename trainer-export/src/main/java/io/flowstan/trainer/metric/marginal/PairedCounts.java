package io.flowstan.trainer.metric.marginal;

import io.flowstan.trainer.metric.HostCounts;
import io.flowstan.trainer.metric.Resample;
import io.flowstan.trainer.table.Attribute;
import java.util.Arrays;

/**
 * One attribute of two samples on common bins, host by host.
 *
 * @param bins of both
 */
record PairedCounts(Bins bins, HostCounts real, HostCounts other) {

  static PairedCounts of(Attribute attribute, EqualSamples samples) {
    Bins bins = bins(attribute, samples);
    return new PairedCounts(
        bins, samples.real().counts(attribute, bins), samples.other().counts(attribute, bins));
  }

  /** Logarithmic bins of a number, otherwise the classes that either side has. */
  static Bins bins(Attribute attribute, EqualSamples samples) {
    return Marginals.isNumber(attribute)
        ? LogBins.of(attribute, Marginals.BINS)
        : SeenClasses.of(samples.real().column(attribute), samples.other().column(attribute));
  }

  /** The counts of both sides where each host counts as often as it was drawn. */
  Drawn of(Resample drawn) {
    return new Drawn(real.sum(drawn.real()), other.sum(drawn.other()));
  }

  /** Counts by bin. */
  record Drawn(long[] real, long[] other) {
    /** Whether there are rows on both sides; a drawn host may have none. */
    boolean areBoth() {
      return Arrays.stream(real).anyMatch(count -> count > 0)
          && Arrays.stream(other).anyMatch(count -> count > 0);
    }
  }
}
