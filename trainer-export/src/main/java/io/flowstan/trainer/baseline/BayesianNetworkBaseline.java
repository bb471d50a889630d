package io.flowstan.trainer.baseline;

import io.flowstan.flow.Flow;
import io.flowstan.trainer.table.Attribute;
import io.flowstan.trainer.table.FlowTable;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A Bayesian network over the binned attributes of a row whose structure is learned, sampled from
 * parents to children. In the row each attribute has one parent, that of the {@link ChowLiuTree}.
 * The in-row form has no others and its rows are independent; the sequential form adds the best
 * {@link LaggedParent} of the last five rows. Attributes are {@link Bins}, at most 48 or so; the
 * value is uniform over the whole numbers in its bin.
 *
 * <p>Its likelihood covers all attributes (durations in steps of 4 ms), each given its recorded
 * parents.
 */
public final class BayesianNetworkBaseline implements Baseline {
  private static final int MOST_BINS = 48;
  private static final int ATTRIBUTES = Row.ATTRIBUTES.size();

  private final String title;
  private final BinnedAttributes binned;

  /** Parents before children. */
  private final Node[] nodes;

  private BayesianNetworkBaseline(String title, BinnedAttributes binned, Node[] nodes) {
    this.title = title;
    this.binned = binned;
    this.nodes = nodes;
  }

  /** The form whose rows are independent. */
  public static BayesianNetworkBaseline inRow(FlowTable training) {
    return fit("Bayesian network in the row", training, false);
  }

  /** The form in which attributes depend on the host's last rows too. */
  public static BayesianNetworkBaseline sequential(FlowTable training) {
    return fit("Bayesian network over rows", training, true);
  }

  @Override
  public String title() {
    return title;
  }

  @Override
  public GeneratedFlows generate(Population population) {
    return new GeneratedFlows(population, Rows::new);
  }

  @Override
  public Map<Attribute, Double> nats(int host, List<Flow> flows, long startSecond) {
    byte[][] coded = binned.code(host, flows, startSecond);
    double[] sums = new double[ATTRIBUTES];
    for (Node node : nodes) {
      byte[] bins = coded[node.place()];
      for (int t = 0; t < bins.length; t++) {
        int parent = node.parent() < 0 ? 0 : coded[node.parent()][t];
        Source lagged = node.lagged();
        int before =
            lagged == null || t < lagged.lag() ? -1 : coded[lagged.place()][t - lagged.lag()];
        sums[node.place()] +=
            binned.natsWithin(node.place(), bins[t])
                - Math.log(node.table().probability(bins[t], parent, before));
      }
    }
    return Row.byAttribute(sums);
  }

  private static BayesianNetworkBaseline fit(String title, FlowTable training, boolean sequential) {
    BinnedAttributes binned = BinnedAttributes.fit(training, MOST_BINS);
    int[] sizes = binned.sizes();
    List<byte[][]> hosts = binned.code(training);
    ChowLiuTree tree = ChowLiuTree.of(hosts, sizes);
    Node[] nodes = new Node[ATTRIBUTES];
    for (int i = 0; i < ATTRIBUTES; i++) {
      int place = tree.order()[i];
      int parent = tree.parents()[place];
      Source lagged = sequential ? LaggedParent.of(hosts, sizes, place, parent) : null;
      nodes[i] =
          new Node(place, parent, lagged, BackedOffTable.fit(hosts, sizes, place, parent, lagged));
    }
    return new BayesianNetworkBaseline(title, binned, nodes);
  }

  /**
   * An attribute with its parents.
   *
   * @param parent its parent in the row, -1 where it has none
   */
  private record Node(int place, int parent, @Nullable Source lagged, BackedOffTable table) {}

  /** Draws a host's rows, and keeps the bins of the last ones. */
  private final class Rows implements HostProcess {
    private static final int KEPT = LaggedParent.MOST_LAG + 1;

    private final Row row = new Row();

    /** Row t at t modulo {@link #KEPT}. */
    private final int[][] bins = new int[KEPT][ATTRIBUTES];

    private long t;

    @Override
    public Flow next(int host, long previousEndSecond, Draws draws) {
      int[] now = bins[(int) (t % KEPT)];
      for (Node node : nodes) {
        int parent = node.parent() < 0 ? 0 : now[node.parent()];
        Source lagged = node.lagged();
        int before =
            lagged == null || t < lagged.lag()
                ? -1
                : bins[(int) ((t - lagged.lag()) % KEPT)][lagged.place()];
        int bin = node.table().draw(parent, before, draws);
        now[node.place()] = bin;
        row.set(node.place(), binned.draw(node.place(), bin, draws));
      }
      t++;
      return row.toFlow(host, previousEndSecond, draws);
    }
  }
}
