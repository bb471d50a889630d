package io.flowstan.trainer.task;

import io.flowstan.flow.Flow;
import io.flowstan.trainer.forest.ForestSettings;
import io.flowstan.trainer.metric.twosample.RowFeatures;
import io.flowstan.trainer.table.FlowTable;
import java.util.List;

/** Something about a flow that is predicted from it or from the flows before it. */
sealed interface LearningTask permits ProtocolTask, ForecastTask {
  /** What it is scored by, the first measure being the one that curves show. */
  List<TaskScore.Measure> measures();

  /** Rows of a window, the last of which holds what is predicted. */
  int length();

  /** What is predicted of the last row of {@code window}, its {@link RowFeatures}. */
  double target(double[] window);

  /** What may be seen of {@code window}. */
  double[] visible(double[] window);

  /** Position in the window of the last row that may be seen. */
  int lastVisible();

  /** The scores on {@code test} after learning from {@code train}, one for each measure. */
  double[] scores(Examples train, Examples test, ForestSettings settings, long seed);

  /** The scores on {@code test} of one answer to everything, the best for {@code train}. */
  double[] naive(Examples train, Examples test);

  /** Whether {@code table} has a window. */
  default boolean fits(FlowTable table) {
    return table.byHost().values().stream().anyMatch(flows -> flows.size() >= length());
  }

  /** Examples from {@code count} windows of {@code table}, drawn with replacement. */
  default Examples draw(FlowTable table, int count, RowExtras extras, long seed) {
    List<FlowTable.Window> windows = table.windows(length(), count, seed);
    double[][] rows = new double[count][];
    double[] targets = new double[count];
    for (int i = 0; i < count; i++) {
      FlowTable.Window window = windows.get(i);
      double[] features = RowFeatures.of(table, window, length());
      double[] visible = visible(features);
      rows[i] = java.util.Arrays.copyOf(visible, visible.length + extras.width());
      List<Flow> flows = table.byHost().getOrDefault(window.host(), List.of());
      extras.write(
          flows.get(window.first() + lastVisible()), window.host(), rows[i], visible.length);
      targets[i] = target(features);
    }
    return new Examples(rows, targets);
  }
}
