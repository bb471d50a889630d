package io.flowstan.trainer.inspect;

import io.flowstan.codec.CodecSpec;
import io.flowstan.codec.Head;
import io.flowstan.codec.ServiceClass;
import io.flowstan.flow.IpProtocol;
import io.flowstan.flow.TcpFlags;
import io.flowstan.profile.ProfileDistribution;
import io.flowstan.profile.ProfileDistribution.Kind;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.Function;
import org.hipparchus.stat.projection.PCA;

/**
 * A learned vector for each class of an attribute: rows of an embedding, or of the table that a
 * drawn class adds to the heads after it.
 *
 * @param title the attribute
 * @param rows in the order of the classes
 */
record EmbeddingTable(String title, List<Row> rows) {

  /**
   * A class.
   *
   * @param group which rows have the same colour
   * @param label short, for a picture; empty where a picture has better ones
   * @param vector as long as every other row's of the table
   */
  record Row(String name, String group, String label, double[] vector) {}

  EmbeddingTable {
    rows = List.copyOf(rows);
  }

  /** The tables that the model has weights for; kinds of hosts always. */
  static List<EmbeddingTable> of(InspectedModel model) {
    CodecSpec codec = model.codec();
    List<EmbeddingTable> tables = new ArrayList<>();
    add(tables, services(codec, model.weights()));
    add(
        tables,
        listed(Head.PROTOCOL, codec.protocols(), IpProtocol::format, "protocol.drawn", model));
    add(tables, listed(Head.FLAGS, codec.flags(), TcpFlags::format, "flags.drawn", model));
    add(tables, listed(Head.TOS, codec.tos(), tos -> "ToS " + tos, "embedding.tos", model));
    add(tables, kinds(model.profiles()));
    return tables;
  }

  private static void add(List<EmbeddingTable> tables, EmbeddingTable table) {
    if (!table.rows().isEmpty()) {
      tables.add(table);
    }
  }

  private static EmbeddingTable services(CodecSpec codec, StoredWeights weights) {
    List<Row> rows = new ArrayList<>();
    StoredWeights.Weight table = weights.get("embedding.service");
    if (table != null && table.rows() == codec.serviceClasses()) {
      rows.add(new Row("as before with this peer", "other", "copy", vector(table, 0)));
      for (int i = 0; i < codec.services().size(); i++) {
        ServiceClass service = codec.services().get(i);
        rows.add(
            new Row(
                WellKnown.name(service),
                WellKnown.group(service),
                WellKnown.label(service),
                vector(table, i + 1)));
      }
      rest(rows, table, codec.restService(true), "another port at the host");
      rest(rows, table, codec.restService(false), "another port at the peer");
      rest(rows, table, codec.restIcmp(), "another ICMP type");
    }
    return new EmbeddingTable("service", rows);
  }

  private static void rest(List<Row> rows, StoredWeights.Weight table, int at, String name) {
    rows.add(new Row(name, "other", "", vector(table, at)));
  }

  /** Values of a vocabulary; row 0 of their table is "none", and a row behind the last the rest. */
  private static EmbeddingTable listed(
      Head head,
      List<Integer> values,
      Function<Integer, String> name,
      String weight,
      InspectedModel model) {
    List<Row> rows = new ArrayList<>();
    StoredWeights.Weight table = model.weights().get(weight);
    if (table != null && table.rows() > values.size()) {
      for (int i = 0; i < values.size(); i++) {
        String text = name.apply(values.get(i));
        rows.add(new Row(text, head.title(), text, vector(table, i + 1)));
      }
    }
    return new EmbeddingTable(head.title(), rows);
  }

  private static EmbeddingTable kinds(ProfileDistribution profiles) {
    List<Row> rows = new ArrayList<>();
    for (Kind kind : profiles.kinds()) {
      String name =
          String.format(Locale.ROOT, "kind %d, %.0f %%", rows.size() + 1, 100 * kind.weight());
      double[] centre = kind.mean().stream().mapToDouble(Double::doubleValue).toArray();
      rows.add(new Row(name, "kind of host", name, centre));
    }
    return new EmbeddingTable("kind-of-host", rows);
  }

  private static double[] vector(StoredWeights.Weight table, int row) {
    float[] values = table.row(row);
    double[] vector = new double[values.length];
    for (int i = 0; i < vector.length; i++) {
      vector[i] = values[i];
    }
    return vector;
  }

  /** The rows on their first two principal components; 0 where there are too few for that. */
  double[][] plane() {
    double[][] vectors = rows.stream().map(Row::vector).toArray(double[][]::new);
    if (vectors.length < 3 || vectors[0].length < 2) {
      return new double[vectors.length][2];
    }
    return new PCA(2).fitAndTransform(vectors);
  }
}
