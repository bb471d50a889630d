package io.flowstan.trainer.evaluate;

import java.util.LinkedHashMap;
import java.util.Map;

/** How long what took, summed up by name, from any thread. */
final class Stopwatch {
  private final Map<String, Double> seconds = new LinkedHashMap<>();

  /** Work that may fail. */
  @FunctionalInterface
  interface Work<T, E extends Exception> {
    T run() throws E;
  }

  /** Does {@code work} and adds its time to that of {@code name}. */
  <T, E extends Exception> T time(String name, Work<T, E> work) throws E {
    long begun = System.nanoTime();
    try {
      return work.run();
    } finally {
      add(name, (System.nanoTime() - begun) / 1e9);
    }
  }

  private synchronized void add(String name, double time) {
    seconds.merge(name, time, Double::sum);
  }

  /** The times so far, by name, longest first. */
  synchronized Map<String, Double> seconds() {
    Map<String, Double> sorted = new LinkedHashMap<>();
    seconds.entrySet().stream()
        .sorted(Map.Entry.<String, Double>comparingByValue().reversed())
        .forEach(entry -> sorted.put(entry.getKey(), Math.round(entry.getValue() * 10) / 10.0));
    return sorted;
  }

  /** The time of {@code name} so far. */
  synchronized double of(String name) {
    return seconds.getOrDefault(name, 0.0);
  }
}
