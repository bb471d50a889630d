package io.flowstan.trainer.metric.temporal;

import io.flowstan.flow.Flow;
import io.flowstan.trainer.metric.Differences;
import io.flowstan.trainer.metric.FactMetric;
import io.flowstan.trainer.metric.Figure;
import io.flowstan.trainer.metric.HostCounts;
import io.flowstan.trainer.metric.HostFacts;
import io.flowstan.trainer.table.FlowTable;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * How a table changes from its beginning to its end, beside how the recorded one does: a generator
 * that feeds on its own output may leave what it was trained on, while real traffic changes with
 * the time of day alone. Compared are the last three hours with the first three, and the seventh
 * day with the first where there are seven: flows as ln(late / early), bytes as their divergence,
 * the shares of delta-t = 0 and of new peers as late - early.
 *
 * <p>A figure is |drift(other) - drift(real)|; tables of unlike length have none, since then the
 * last hours of the two come after unlike times.
 */
public final class Drift implements FactMetric {
  private static final long HOUR_SECONDS = 3_600;
  private static final long DAY_SECONDS = 24 * HOUR_SECONDS;
  private static final int WEEK = 7;

  private static final String HOURS = "drift.hours.";
  private static final String DAYS = "drift.days.";

  /** Two halves of 100 real hosts differ by ln 1.06, seldom by ln 1.1. */
  private static final double FLOWS_BAR = Math.log(1.1);

  /** Nats; two halves of 100 real hosts differ by .002, seldom by .006. */
  private static final double BYTES_BAR = .005;

  /** Two halves of 100 real hosts differ by .02 in delta-t = 0 and .01 in new peers. */
  private static final double SHARE_BAR = .02;

  @Override
  public String name() {
    return "drift";
  }

  @Override
  public String method() {
    return "How the last three hours differ from the first three, and day 7 from day 1 where there are"
        + " seven, against how the recorded ones do.";
  }

  @Override
  public List<Figure> figures() {
    List<Figure> figures = new ArrayList<>();
    addFigures(figures, HOURS, "last to first 3 h");
    addFigures(figures, DAYS, "day 7 to day 1");
    return figures;
  }

  private static void addFigures(List<Figure> figures, String prefix, String span) {
    String title = "drift, " + span + ", ";
    figures.add(Figure.distance(prefix + "flows", title + "flows", "|ln ratio|", FLOWS_BAR));
    figures.add(Figure.distance(prefix + "bytes", title + "JS of ln(bytes)", "nats", BYTES_BAR));
    figures.add(Figure.distance(prefix + "same-second", title + "delta-t = 0", "share", SHARE_BAR));
    figures.add(Figure.distance(prefix + "new-peers", title + "new peers", "share", SHARE_BAR));
  }

  @Override
  public boolean compares(FlowTable real, FlowTable other) {
    return real.days() == other.days();
  }

  @Override
  public Map<String, Double> figures(Differences facts) {
    figures().forEach(figure -> facts.absolute(figure.key()));
    return facts.figures();
  }

  @Override
  public HostFacts read(FlowTable table) {
    List<Period> periods = periods(table);
    HostCounts.Builder counts = new HostCounts.Builder(periods.size() * PeriodCounts.CLASSES);
    table
        .byHost()
        .forEach(
            (host, flows) -> {
              count(host, flows, periods, counts);
              counts.endHost();
            });
    HostCounts byHost = counts.build();
    return times -> {
      long[] sums = byHost.sum(times);
      Map<String, Double> facts = new LinkedHashMap<>();
      putChange(facts, HOURS, PeriodCounts.of(sums, 0), PeriodCounts.of(sums, 1));
      if (periods.size() > 2) {
        putChange(facts, DAYS, PeriodCounts.of(sums, 2), PeriodCounts.of(sums, 3));
      }
      return facts;
    };
  }

  /** The first and the last hours, and the first and the seventh day where there is one. */
  private static List<Period> periods(FlowTable table) {
    long start = table.startSecond();
    long end = start + table.days() * DAY_SECONDS;
    List<Period> periods = new ArrayList<>();
    periods.add(new Period(start, start + 3 * HOUR_SECONDS));
    periods.add(new Period(end - 3 * HOUR_SECONDS, end));
    if (table.days() >= WEEK) {
      long last = start + (WEEK - 1) * DAY_SECONDS;
      periods.add(new Period(start, start + DAY_SECONDS));
      periods.add(new Period(last, last + DAY_SECONDS));
    }
    return periods;
  }

  private static void count(
      int host, List<Flow> flows, List<Period> periods, HostCounts.Builder counts) {
    PeerLedger ledger = new PeerLedger();
    Flow last = null;
    for (Flow flow : flows) {
      boolean sameSecond = last != null && last.endSecond() == flow.endSecond();
      boolean newPeer = ledger.meet(flow.peerOf(host), PeerLedger.NO_SERVICE) == PeerLedger.UNMET;
      for (int i = 0; i < periods.size(); i++) {
        if (periods.get(i).has(flow)) {
          PeriodCounts.add(counts, i, flow, sameSecond, newPeer);
        }
      }
      last = flow;
    }
  }

  private static void putChange(
      Map<String, Double> facts, String prefix, PeriodCounts early, PeriodCounts late) {
    if (early.flows() > 0 && late.flows() > 0) {
      facts.put(prefix + "flows", Math.log((double) late.flows() / early.flows()));
      facts.put(prefix + "bytes", early.divergenceOfBytes(late));
      facts.put(prefix + "same-second", late.sameSecondShare() - early.sameSecondShare());
      facts.put(prefix + "new-peers", late.newPeerShare() - early.newPeerShare());
    }
  }
}
