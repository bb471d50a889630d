package io.flowstan.trainer.baseline;

import io.flowstan.flow.Flow;
import io.flowstan.trainer.table.Attribute;
import io.flowstan.trainer.table.FlowTable;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;

/**
 * The Bayesian baseline of STAN (arXiv 2009.12740), {@code P(B | B-1, T) proportional to P(T | B)
 * P(B-1 | B) P(B)}, carried on to all attributes: each is drawn, in the declared order, given
 * itself in the host's previous row and what the row already has, all taken as independent given it
 * ({@link NaiveBayes}). Attributes are {@link Bins}, at most 64 or so; a bin is drawn from its
 * posterior, not taken as the likeliest, and the value is uniform over the whole numbers in it.
 *
 * <p>Its likelihood covers all attributes (durations in steps of 4 ms), each given the recorded
 * previous row and the recorded attributes before it.
 */
public final class BayesianBaseline implements Baseline {
  private static final int MOST_BINS = 64;
  private static final int ATTRIBUTES = Row.ATTRIBUTES.size();

  private final BinnedAttributes binned;

  /** By attribute; its evidence is the attributes before it and, last, itself a row earlier. */
  private final NaiveBayes[] posteriors;

  private final int mostBins;

  private BayesianBaseline(BinnedAttributes binned, NaiveBayes[] posteriors) {
    this.binned = binned;
    this.posteriors = posteriors;
    this.mostBins = Arrays.stream(binned.sizes()).max().orElse(1);
  }

  /** Counts all flows of {@code training}. */
  public static BayesianBaseline fit(FlowTable training) {
    BinnedAttributes binned = BinnedAttributes.fit(training, MOST_BINS);
    List<byte[][]> hosts = binned.code(training);
    NaiveBayes[] posteriors = new NaiveBayes[ATTRIBUTES];
    for (int place = 0; place < ATTRIBUTES; place++) {
      List<Source> sources = new ArrayList<>();
      IntStream.range(0, place).forEach(earlier -> sources.add(new Source(earlier, 0)));
      sources.add(new Source(place, 1));
      posteriors[place] = NaiveBayes.fit(hosts, binned.sizes(), place, sources);
    }
    return new BayesianBaseline(binned, posteriors);
  }

  @Override
  public String title() {
    return "naive Bayes on the previous row";
  }

  @Override
  public GeneratedFlows generate(Population population) {
    return new GeneratedFlows(population, Rows::new);
  }

  @Override
  public Map<Attribute, Double> nats(int host, List<Flow> flows, long startSecond) {
    byte[][] coded = binned.code(host, flows, startSecond);
    double[] sums = new double[ATTRIBUTES];
    int[] evidence = new int[ATTRIBUTES];
    float[] scratch = new float[mostBins];
    for (int t = 0; t < flows.size(); t++) {
      for (int place = 0; place < ATTRIBUTES; place++) {
        int bin = coded[place][t];
        evidence[place] = t == 0 ? -1 : coded[place][t - 1];
        sums[place] +=
            posteriors[place].nats(bin, evidence, scratch) + binned.natsWithin(place, bin);
        evidence[place] = bin;
      }
    }
    return Row.byAttribute(sums);
  }

  /** Draws a host's rows, each from the one before. */
  private final class Rows implements HostProcess {
    private final Row row = new Row();
    private final int[] previous = new int[ATTRIBUTES];
    private final int[] evidence = new int[ATTRIBUTES];
    private final float[] scratch = new float[mostBins];

    Rows() {
      Arrays.fill(previous, -1);
    }

    @Override
    public Flow next(int host, long previousEndSecond, Draws draws) {
      for (int place = 0; place < ATTRIBUTES; place++) {
        evidence[place] = previous[place];
        int bin = posteriors[place].draw(evidence, scratch, draws);
        row.set(place, binned.draw(place, bin, draws));
        evidence[place] = bin;
        previous[place] = bin;
      }
      return row.toFlow(host, previousEndSecond, draws);
    }
  }
}
