package io.flowstan.cli.table;

import io.flowstan.flow.HostFlow;
import java.io.IOException;

/** Where a command writes flows: nothing is there before {@link #commit()}. */
public interface FlowSink extends AutoCloseable {
  void write(HostFlow flow) throws IOException;

  /** Puts what was written in its place. */
  void commit() throws IOException;

  /** Without a commit before, removes what was written. */
  @Override
  void close() throws IOException;
}
