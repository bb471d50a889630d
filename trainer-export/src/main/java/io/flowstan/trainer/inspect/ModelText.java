package io.flowstan.trainer.inspect;

import com.fasterxml.jackson.databind.JsonNode;
import io.flowstan.bundle.TensorSpec;
import io.flowstan.codec.ModelContract;
import io.flowstan.trainer.inspect.ModelSummary.GraphSummary;
import io.flowstan.trainer.inspect.ModelSummary.HeadSummary;
import java.io.PrintWriter;
import java.util.List;
import java.util.Locale;

/** A model's summary as text for a terminal. */
final class ModelText {
  private final PrintWriter out;

  ModelText(PrintWriter out) {
    this.out = out;
  }

  void print(ModelSummary model) {
    line(
        "model '%s', format %d, manifest sha256 %s",
        model.name(), model.formatVersion(), model.digest());
    line("%,d parameters", model.parameters());
    model.files().forEach((file, bytes) -> line("  %-16s %,12d bytes", file, bytes));
    out.println();
    line("%-14s %8s %11s", "attribute", "classes", "components");
    for (HeadSummary head : model.heads()) {
      line(
          "%-14s %,8d %11s",
          head.head(), head.classes(), head.components() == 0 ? "-" : head.components());
    }
    model.graphs().forEach(this::graph);
    section("provenance", model.provenance());
    section("metrics", model.metrics());
    out.flush();
  }

  private void graph(String name, GraphSummary graph) {
    out.println();
    line("graph %s (%s), %,d nodes, %s", name, graph.file(), graph.nodes(), cost(name, graph));
    tensors("in", graph.inputs());
    tensors("out", graph.outputs());
  }

  private static String cost(String name, GraphSummary graph) {
    Long perRow = graph.multiplyAdds().perRow();
    String row =
        switch (name) {
          case ModelContract.CONTEXT -> "tick";
          case ModelContract.REMEMBER -> "start";
          default -> "flow";
        };
    return perRow == null
        ? "multiply-adds unknown: no shape of " + graph.multiplyAdds().untold()
        : String.format(Locale.ROOT, "%,d multiply-adds a %s", perRow, row);
  }

  private void tensors(String way, List<TensorSpec> tensors) {
    for (TensorSpec tensor : tensors) {
      line(
          "  %-3s  %-15s %-8s %s",
          way, tensor.name(), tensor.dtype(), SymbolicShape.of(tensor.shape()));
    }
  }

  private void section(String title, JsonNode section) {
    out.println();
    line("%s", title);
    nested("  ", section);
  }

  private void nested(String indent, JsonNode section) {
    section
        .properties()
        .forEach(
            field -> {
              if (field.getValue().isObject()) {
                line("%s%s", indent, field.getKey());
                nested(indent + "  ", field.getValue());
              } else {
                line(
                    "%s%s: %s",
                    indent,
                    field.getKey(),
                    field.getValue().isTextual() ? field.getValue().asText() : field.getValue());
              }
            });
  }

  private void line(String format, Object... arguments) {
    out.println(String.format(Locale.ROOT, format, arguments));
  }
}
