package io.flowstan.service.stream;

import io.flowstan.engine.BatchTimer;
import io.flowstan.engine.HostStreams;
import io.flowstan.flow.HostFlow;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * The engines of one task, one for each bundle that its hosts ask for, advanced together so that
 * none is far ahead of another. One thread uses one instance.
 */
final class TaskEngines implements AutoCloseable {
  /** Simulated time by which one engine may be ahead of another. */
  private static final long SLICE_MS = 1_000;

  /** Simulated time by which one host may be ahead of another. */
  private static final long SPAN_MS = 3_600_000;

  private final EngineFactory factory;
  private final BatchTimer timer;
  private final Map<String, HostStreams> byBundle = new HashMap<>();
  private final List<HostStreams> engines = new ArrayList<>();

  /**
   * No engine yet; the default bundle's is opened at once, to fail early.
   *
   * @param timer is told of the models' steps
   */
  TaskEngines(EngineFactory factory, BatchTimer timer) {
    this.factory = factory;
    this.timer = timer;
    of(null);
  }

  /** The engine of a bundle, opened where it is not. */
  HostStreams of(@Nullable String bundle) {
    HostStreams engine = byBundle.get(bundle == null ? "" : bundle);
    if (engine == null) {
      engine = factory.open(bundle);
      engine.tell(timer);
      byBundle.put(bundle == null ? "" : bundle, engine);
      engines.add(engine);
    }
    return engine;
  }

  /** Refuses a bundle that there is not. */
  void requireBundle(@Nullable String bundle) {
    factory.requireBundle(bundle);
  }

  /** What the flows are drawn on, for comparison with an earlier run. */
  String provider() {
    return engines.get(0).provider().name();
  }

  /** Number of hosts of all engines. */
  int size() {
    int size = 0;
    for (HostStreams engine : engines) {
      size += engine.size();
    }
    return size;
  }

  /**
   * Hands out flows as {@link HostStreams#advance} does, and no host is more than {@value #SPAN_MS}
   * ms of simulated time ahead of another.
   */
  int advance(long untilMs, int maxFlows, Consumer<HostFlow> sink) {
    int handedOut = 0;
    while (handedOut < maxFlows) {
      HostStreams first = engines.get(0);
      long firstMs = Long.MAX_VALUE;
      long secondMs = Long.MAX_VALUE;
      for (HostStreams engine : engines) {
        long dueMs = engine.nextDueMs();
        if (dueMs < firstMs) {
          secondMs = firstMs;
          firstMs = dueMs;
          first = engine;
        } else {
          secondMs = Math.min(secondMs, dueMs);
        }
      }
      if (firstMs == Long.MAX_VALUE || firstMs > untilMs) {
        break;
      }
      long sliceMs = Math.max(secondMs, firstMs + SLICE_MS);
      handedOut += first.advance(Math.min(untilMs, sliceMs), SPAN_MS, maxFlows - handedOut, sink);
    }
    return handedOut;
  }

  /** As {@link HostStreams#catchUp}. */
  boolean catchUp(int maxFlows) {
    for (HostStreams engine : engines) {
      if (!engine.catchUp(maxFlows)) {
        return false;
      }
    }
    return true;
  }

  @Override
  public void close() {
    engines.forEach(HostStreams::close);
  }
}
