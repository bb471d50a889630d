package io.flowstan.trainer.metric.temporal;

import io.flowstan.trainer.metric.Comparison;
import io.flowstan.trainer.metric.Differences;
import io.flowstan.trainer.metric.Figure;
import io.flowstan.trainer.metric.HostFacts;
import io.flowstan.trainer.metric.Metric;
import io.flowstan.trainer.metric.Resample;
import io.flowstan.trainer.table.FlowTable;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * How often the streams of hosts do what streams of real hosts are known for: every {@link Share}
 * over all flows, compared by absolute difference.
 */
public final class StreamShares implements Metric {
  /**
   * Two halves of 100 real hosts differ by .01 to .03 in peers, replies and delta-t = 0, by more in
   * protocols; a model without copies is .3 and more away in peers and replies.
   */
  private static final double BAR = .02;

  @Override
  public String name() {
    return "shares";
  }

  @Override
  public String method() {
    return "Shares of all flows, as absolute differences; the service of a flow is the lower of its ports,"
        + " the ephemeral port the higher.";
  }

  @Override
  public List<Figure> figures() {
    List<Figure> figures = new ArrayList<>();
    for (Share share : Share.values()) {
      Figure figure = Figure.distance(share.key(), "share, " + share.title(), "share", BAR);
      figures.add(share.headline() ? figure.asHeadline() : figure);
    }
    return figures;
  }

  /** The share of new peers is absent between tables of unlike length: it falls day by day. */
  @Override
  public Comparison read(FlowTable real, FlowTable other, long seed) {
    HostFacts ofReal = read(real);
    HostFacts ofOther = read(other);
    return drawn -> {
      Differences differences = new Differences(ofReal.of(drawn.real()), ofOther.of(drawn.other()));
      for (Share share : Share.values()) {
        if (share != Share.NEW_PEER || real.days() == other.days()) {
          differences.absolute(share.key());
        }
      }
      return differences.figures();
    };
  }

  @Override
  public Map<String, Double> facts(FlowTable table) {
    return read(table).of(Resample.once(table.hosts()));
  }

  private static HostFacts read(FlowTable table) {
    ShareTally tally = new ShareTally();
    table.byHost().forEach(tally::add);
    return tally::shares;
  }
}
