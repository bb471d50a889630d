package io.flowstan.cli.sample;

import io.flowstan.engine.HostStreams;
import io.flowstan.flow.Network;
import java.io.IOException;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/** Where {@code sample} gets its hosts' streams from: the engine, or a test's fake. */
@FunctionalInterface
public interface StreamsFactory {
  /**
   * Opens streams without hosts.
   *
   * @param bundle the model; null means the shipped one
   * @param network the declared address space
   * @param threads number of threads that draw
   */
  HostStreams open(@Nullable Path bundle, Network network, int threads) throws IOException;
}
