package io.flowstan.trainer.report;

import io.flowstan.trainer.report.Block.Cell;
import io.flowstan.trainer.report.Block.Paragraph;
import io.flowstan.trainer.report.Block.Points;
import io.flowstan.trainer.report.Block.Table;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;

/** What a report says of privacy, as blocks. */
final class PrivacyPanel {
  private static final double PER = 1e6;

  private PrivacyPanel() {}

  static List<Block> of(Privacy privacy) {
    List<Block> blocks = new ArrayList<>();
    blocks.add(
        new Paragraph(
            String.format(
                Locale.ROOT,
                "Attacks guess for each of %d recorded hosts whether its flows were trained on, with"
                    + " %d shadow models, each trained on half of them, and %d planted canary hosts."
                    + " AUC .5 is chance; in brackets the 5 %% and 95 %% points of a bootstrap over"
                    + " hosts. TPR is the share of members found where 5 %% of the others are taken"
                    + " for members. For the nearest record the share of made windows that are"
                    + " nearer to training hosts stands in the place of the AUC.",
                privacy.hosts(),
                privacy.models(),
                privacy.canaries())));
    blocks.add(new Points(privacy.verdicts()));
    List<List<Cell>> rows = new ArrayList<>();
    for (Privacy.Attack attack : privacy.attacks()) {
      Interval rate = attack.truePositiveRate();
      rows.add(
          cells(
              attack.attack(),
              attack.target(),
              Integer.toString(attack.hosts()),
              Integer.toString(attack.members()),
              Integer.toString(attack.others()),
              attack.auc().toString(),
              rate == null ? "-" : rate.toString()));
    }
    blocks.add(
        new Table(
            List.of("attack", "target", "hosts", "members", "others", "AUC", "TPR at 5 % FPR"),
            rows));
    if (!privacy.traces().isEmpty()) {
      blocks.addAll(traces(privacy.traces()));
    }
    return blocks;
  }

  private static List<Block> traces(List<Privacy.Trace> traces) {
    List<List<Cell>> rows = new ArrayList<>();
    for (Privacy.Trace trace : traces) {
      rows.add(
          cells(
              trace.what(),
              rate(trace.planted(), trace.plantedFlows()),
              rate(trace.absent(), trace.absentFlows())));
    }
    return List.of(
        new Paragraph(
            "Canaries' marks in flows that the shadow models made, flows in a million (number):"),
        new Table(List.of("mark", "planted", "not planted"), rows));
  }

  private static String rate(long hits, long flows) {
    return flows == 0 ? "-" : String.format(Locale.ROOT, "%.2f (%,d)", PER * hits / flows, hits);
  }

  private static List<Cell> cells(String... texts) {
    return Arrays.stream(texts).map(Cell::of).toList();
  }
}
