package io.flowstan.trainer.report;

import io.flowstan.trainer.report.Block.Cell;
import io.flowstan.trainer.report.Block.Heading;
import io.flowstan.trainer.report.Block.Paragraph;
import io.flowstan.trainer.report.Block.Table;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** What a report says of likelihood, as blocks. */
final class LikelihoodPanel {
  private LikelihoodPanel() {}

  /** Of contenders, at least one, the model first. */
  static List<Block> of(List<Likelihood> contenders) {
    List<String> groups = List.copyOf(contenders.get(0).groups().keySet());
    List<String> header = new ArrayList<>(List.of(""));
    header.addAll(groups);
    header.addAll(List.of("sum", "saved"));
    List<List<Cell>> rows = new ArrayList<>();
    for (Likelihood of : contenders) {
      List<String> row = new ArrayList<>(List.of(of.contender()));
      for (String group : groups) {
        Double nats = of.groups().get(group);
        row.add(nats == null ? "-" : nats(nats));
      }
      row.add(of.sum() == null ? "-" : of.sum().toString());
      row.add(of.saved().toString());
      rows.add(row.stream().map(Cell::of).toList());
    }
    List<Block> blocks = new ArrayList<>();
    blocks.add(new Heading(2, "Negative log-likelihood of the recorded flows, nats a flow"));
    blocks.add(
        new Paragraph(
            "Lower is better. In brackets the 5 % and 95 % points of a bootstrap by host. Saved is"
                + " what the model saves against the contender; above 0 the model wins. The model"
                + " tells more than the baselines and pays for it: which of the host's last 64"
                + " peers it is, not only the first octet."));
    blocks.add(new Table(header, rows));
    blocks.addAll(exact(contenders));
    return blocks;
  }

  private static List<Block> exact(List<Likelihood> contenders) {
    List<String> header = new ArrayList<>(List.of("", "all", "saved", "without peer", "saved"));
    List<List<Cell>> rows = new ArrayList<>();
    for (Likelihood of : contenders) {
      Likelihood.Exact exact = of.exact();
      if (exact != null) {
        if (rows.isEmpty()) {
          header.addAll(exact.byAttribute().keySet());
        }
        List<String> row =
            new ArrayList<>(
                List.of(
                    of.contender(),
                    exact.all().toString(),
                    exact.modelGains().toString(),
                    exact.withoutPeer().toString(),
                    exact.modelGainsWithoutPeer().toString()));
        exact.byAttribute().values().forEach(value -> row.add(nats(value)));
        rows.add(row.stream().map(Cell::of).toList());
      }
    }
    return List.of(
        new Paragraph(
            "In the model's own attributes, label included. Without peer and first octet leaves out"
                + " that a reply, once told, fixes direction, protocol and ports: there copies look"
                + " cheaper than they are."),
        new Table(header, rows));
  }

  private static String nats(double value) {
    return String.format(Locale.ROOT, "%.3f", value);
  }
}
