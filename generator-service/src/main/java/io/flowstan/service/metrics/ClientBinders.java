package io.flowstan.service.metrics;

import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.binder.MeterBinder;
import io.micrometer.core.instrument.binder.jvm.ClassLoaderMetrics;
import io.micrometer.core.instrument.binder.jvm.JvmGcMetrics;
import io.micrometer.core.instrument.binder.jvm.JvmHeapPressureMetrics;
import io.micrometer.core.instrument.binder.jvm.JvmMemoryMetrics;
import io.micrometer.core.instrument.binder.jvm.JvmThreadMetrics;
import io.micrometer.core.instrument.binder.kafka.KafkaClientMetrics;
import io.micrometer.core.instrument.binder.kafka.KafkaStreamsMetrics;
import io.micrometer.core.instrument.binder.system.ProcessorMetrics;
import io.micrometer.core.instrument.binder.system.UptimeMetrics;
import java.util.ArrayDeque;
import java.util.Deque;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.streams.KafkaStreams;

/** Micrometer's own meters of what the service runs on: the JVM, Kafka's clients and Streams. */
final class ClientBinders implements AutoCloseable {
  private final MeterRegistry registry;
  private final Deque<AutoCloseable> open = new ArrayDeque<>();

  ClientBinders(MeterRegistry registry) {
    this.registry = registry;
  }

  void bindJvm() {
    new ClassLoaderMetrics().bindTo(registry);
    new JvmMemoryMetrics().bindTo(registry);
    new JvmThreadMetrics().bindTo(registry);
    new ProcessorMetrics().bindTo(registry);
    new UptimeMetrics().bindTo(registry);
    bind(new JvmGcMetrics());
    bind(new JvmHeapPressureMetrics());
  }

  void bind(KafkaStreams streams) {
    bind(new KafkaStreamsMetrics(streams));
  }

  void bind(Producer<?, ?> producer) {
    bind(new KafkaClientMetrics(producer));
  }

  private synchronized void bind(MeterBinder binder) {
    binder.bindTo(registry);
    if (binder instanceof AutoCloseable closeable) {
      open.push(closeable);
    }
  }

  @Override
  public synchronized void close() {
    while (!open.isEmpty()) {
      try {
        open.pop().close();
      } catch (Exception e) {
        throw new IllegalStateException("a meter binder did not close: " + e.getMessage(), e);
      }
    }
  }
}
