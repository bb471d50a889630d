package io.flowstan.service.replay;

import io.flowstan.io.RecordedFlows;
import java.io.IOException;
import java.nio.file.Path;

/** Opens tables, each as the streams of the hosts that are replayed. */
@FunctionalInterface
public interface TableOpener {
  /** Opens {@code table} at its beginning. */
  RecordedFlows open(Path table) throws IOException;
}
