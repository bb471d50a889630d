package io.flowstan.service.metrics;

import io.flowstan.reference.FlowAttribute;
import io.flowstan.reference.ReferenceBins;
import io.flowstan.reference.ReferenceHistograms;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import java.util.Locale;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * How far the flows of one bundle's hosts are from those that its model was trained on: the windows
 * of all tasks together, compared when somebody asks.
 */
final class LiveFidelity {
  private static final int HOURS = 24;

  private final ReferenceBins bins;
  private final Set<StreamWindow> windows = ConcurrentHashMap.newKeySet();

  /** Registers the gauges of the bundle {@code name}. */
  LiveFidelity(String name, ReferenceHistograms reference, MeterRegistry registry) {
    bins = new ReferenceBins(reference);
    for (int i = 0; i < bins.keys().size(); i++) {
      int attribute = i;
      ServiceMeter meter = ServiceMeter.FIDELITY_DIVERGENCE;
      Gauge.builder(meter.meterName(), this, fidelity -> fidelity.divergence(attribute))
          .baseUnit(meter.unit())
          .description(meter.meaning())
          .tag("bundle", name)
          .tag("attribute", bins.keys().get(i))
          .strongReference(true)
          .register(registry);
    }
    Gauge.builder(ServiceMeter.FIDELITY_FLOWS.meterName(), this, LiveFidelity::flows)
        .description(ServiceMeter.FIDELITY_FLOWS.meaning())
        .tag("bundle", name)
        .strongReference(true)
        .register(registry);
    for (int hour = 0; hour < HOURS; hour++) {
      double share = reference.share(FlowAttribute.HOUR, hour);
      Gauge.builder(ServiceMeter.REFERENCE_HOUR.meterName(), () -> share)
          .baseUnit(ServiceMeter.REFERENCE_HOUR.unit())
          .description(ServiceMeter.REFERENCE_HOUR.meaning())
          .tag("bundle", name)
          .tag("hour", hourText(hour))
          .strongReference(true)
          .register(registry);
    }
  }

  /** The value of the tag {@code hour}: two digits, so that hours sort. */
  static String hourText(int hour) {
    return String.format(Locale.ROOT, "%02d", hour);
  }

  /** The window of one more task. */
  StreamWindow open() {
    StreamWindow window = new StreamWindow(bins);
    windows.add(window);
    return window;
  }

  /** Takes out the window of a task that ends. */
  void remove(StreamWindow window) {
    windows.remove(window);
  }

  private double divergence(int attribute) {
    return bins.divergence(attribute, hour());
  }

  private double flows() {
    long[] counts = new long[bins.size()];
    return windows.stream().mapToLong(window -> window.addTo(counts)).sum();
  }

  private long[] hour() {
    long[] counts = new long[bins.size()];
    windows.forEach(window -> window.addTo(counts));
    return counts;
  }
}
