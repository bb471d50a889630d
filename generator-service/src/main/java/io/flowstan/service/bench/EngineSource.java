package io.flowstan.service.bench;

import io.flowstan.engine.HostStreams;
import java.io.IOException;

/** Where a benchmark gets its hosts' streams from. */
@FunctionalInterface
public interface EngineSource {
  /** Opens streams without hosts that draw on {@code threads} threads. */
  HostStreams open(int threads) throws IOException;
}
