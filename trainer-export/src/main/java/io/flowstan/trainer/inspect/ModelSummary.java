package io.flowstan.trainer.inspect;

import com.fasterxml.jackson.databind.JsonNode;
import io.flowstan.bundle.TensorSpec;
import java.util.List;
import java.util.Map;

/**
 * What a bundle holds.
 *
 * @param digest SHA-256 of the manifest, which names the model
 * @param files bytes by file
 * @param parameters learned numbers that the graphs read from the bundle's files
 * @param heads in the order in which they draw
 * @param graphs by name
 */
record ModelSummary(
    String name,
    String digest,
    int formatVersion,
    Map<String, Integer> files,
    long parameters,
    List<HeadSummary> heads,
    Map<String, GraphSummary> graphs,
    JsonNode provenance,
    JsonNode metrics) {

  /**
   * A head and the attribute that it draws.
   *
   * @param classes that it may draw, the escape left out
   * @param components of its mixture; 0 where it draws classes only
   */
  record HeadSummary(String head, int classes, int components) {}

  /**
   * A graph.
   *
   * @param nodes its operators
   * @param multiplyAdds for each row: a flow, or a tick of the context
   */
  record GraphSummary(
      String file,
      int nodes,
      List<TensorSpec> inputs,
      List<TensorSpec> outputs,
      MultiplyAdds multiplyAdds) {}
}
