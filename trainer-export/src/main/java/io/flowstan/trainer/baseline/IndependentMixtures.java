package io.flowstan.trainer.baseline;

import io.flowstan.flow.Flow;
import io.flowstan.trainer.table.Attribute;
import io.flowstan.trainer.table.FlowTable;
import java.util.List;
import java.util.Map;

/**
 * Every attribute drawn alone, from its own distribution over all training flows: magnitudes from a
 * {@link NumberMixture}, names from a {@link Categorical}; a peer is its first octet and a random
 * rest.
 *
 * <p>Its likelihood covers all attributes: delta-t, direction, protocol, both ports, first octet,
 * ToS, flags, packets, bytes and duration (in steps of 4 ms).
 */
public final class IndependentMixtures implements Baseline {
  private final Distribution[] distributions;

  private IndependentMixtures(Distribution[] distributions) {
    this.distributions = distributions;
  }

  /**
   * Fits to all flows of {@code training}, which must have two hosts or more.
   *
   * @param seed decides which hosts form the halves by which numbers of components are chosen
   */
  public static IndependentMixtures fit(FlowTable training, long seed) {
    if (training.hosts() < 2) {
      throw new IllegalArgumentException(
          training.title()
              + ": "
              + training.hosts()
              + " host: expected at least two, to choose mixtures by halves of the hosts");
    }
    List<Integer> shuffled = training.shuffledHosts(seed);
    int half = shuffled.size() / 2;
    List<FlowTable> halves =
        List.of(
            training.of(shuffled.subList(0, half)),
            training.of(shuffled.subList(half, shuffled.size())));
    Distribution[] distributions = new Distribution[Row.ATTRIBUTES.size()];
    for (int i = 0; i < distributions.length; i++) {
      int place = i;
      Support support = Support.of(Row.ATTRIBUTES.get(place));
      ValueCounts all = ValueCounts.of(training, place);
      distributions[place] =
          switch (Row.ATTRIBUTES.get(place).kind()) {
            case NUMBER ->
                NumberMixture.choose(
                    all,
                    halves.stream().map(part -> ValueCounts.of(part, place)).toList(),
                    support);
            case CLASS -> new Categorical(all, support);
          };
    }
    return new IndependentMixtures(distributions);
  }

  @Override
  public String title() {
    return "independent mixtures";
  }

  @Override
  public GeneratedFlows generate(Population population) {
    return new GeneratedFlows(population, Rows::new);
  }

  @Override
  public Map<Attribute, Double> nats(int host, List<Flow> flows, long startSecond) {
    double[] sums = new double[distributions.length];
    long previous = startSecond;
    for (Flow flow : flows) {
      for (int place = 0; place < sums.length; place++) {
        sums[place] += distributions[place].nats(Row.read(place, flow, host, previous));
      }
      previous = flow.endSecond();
    }
    return Row.byAttribute(sums);
  }

  /** Draws a host's rows; the row is overwritten each time. */
  private final class Rows implements HostProcess {
    private final Row row = new Row();

    @Override
    public Flow next(int host, long previousEndSecond, Draws draws) {
      for (int place = 0; place < distributions.length; place++) {
        row.set(place, distributions[place].draw(draws));
      }
      return row.toFlow(host, previousEndSecond, draws);
    }
  }
}
