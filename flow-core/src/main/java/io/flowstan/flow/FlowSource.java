package io.flowstan.flow;

import java.io.IOException;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Anything that yields flows in order of their end: the engine, a baseline, a recorded file. The
 * evaluator and the service treat all alike.
 *
 * <p>Flows come in order of {@link HostFlow#dueMs()}, and each host's sequence grows by one. A
 * source is read once, by one thread.
 */
public interface FlowSource extends AutoCloseable {
  /** The hosts (IPv4 addresses) whose streams this source holds, known before the first flow. */
  Set<Integer> hosts();

  /**
   * The next flow, or null at the end.
   *
   * @throws IOException where the source reads from outside and cannot
   */
  @Nullable HostFlow next() throws IOException;

  @Override
  void close() throws IOException;
}
