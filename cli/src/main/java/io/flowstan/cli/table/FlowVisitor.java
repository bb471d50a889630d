package io.flowstan.cli.table;

import io.flowstan.flow.Flow;
import java.io.IOException;

/** What is done with each flow of a pass. */
@FunctionalInterface
public interface FlowVisitor {
  /** Takes the next flow. */
  void visit(Flow flow) throws IOException;
}
