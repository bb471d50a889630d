package io.flowstan.cli.sample;

import io.flowstan.flow.HostFlow;
import java.io.IOException;

/** Where sampled flows are written: nothing is there before {@link #commit()}. */
interface FlowSink extends AutoCloseable {
  void write(HostFlow flow) throws IOException;

  /** Puts what was written in its place. */
  void commit() throws IOException;

  /** Without a commit before, removes what was written. */
  @Override
  void close() throws IOException;
}
