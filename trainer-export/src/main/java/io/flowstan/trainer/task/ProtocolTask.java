package io.flowstan.trainer.task;

import io.flowstan.flow.IpProtocol;
import io.flowstan.trainer.forest.ClassForest;
import io.flowstan.trainer.forest.ForestSettings;
import io.flowstan.trainer.metric.twosample.RowFeatures;
import java.util.Arrays;
import java.util.List;

/**
 * Predicts a flow's protocol, one of ICMP, TCP, UDP and any other, from the rest of the flow or
 * from the flow before it. Scored by macro F1 (the mean of the F1 of the classes that occur in the
 * test) and by accuracy.
 *
 * @param fromPrevious whether from the flow before
 */
record ProtocolTask(boolean fromPrevious) implements LearningTask {
  private static final int CLASSES = 4;

  @Override
  public List<TaskScore.Measure> measures() {
    String key = fromPrevious ? "task.next-protocol" : "task.protocol";
    String title = fromPrevious ? "protocol from the row before" : "protocol from the row";
    return List.of(
        new TaskScore.Measure(key + ".f1", title + ", macro F1", "F1", true),
        new TaskScore.Measure(key + ".accuracy", title + ", accuracy", "share", true));
  }

  @Override
  public int length() {
    return fromPrevious ? 2 : 1;
  }

  @Override
  public int lastVisible() {
    return 0;
  }

  @Override
  public double target(double[] window) {
    return switch ((int) window[(length() - 1) * RowFeatures.WIDTH + RowFeatures.PROTOCOL]) {
      case IpProtocol.ICMP -> 0;
      case IpProtocol.TCP -> 1;
      case IpProtocol.UDP -> 2;
      default -> 3;
    };
  }

  @Override
  public double[] visible(double[] window) {
    double[] visible = Arrays.copyOf(window, RowFeatures.WIDTH);
    if (!fromPrevious) {
      visible[RowFeatures.PROTOCOL] = 0;
    }
    return visible;
  }

  @Override
  public double[] scores(Examples train, Examples test, ForestSettings settings, long seed) {
    ClassForest forest = ClassForest.train(train.rows, train.classes(), CLASSES, settings, seed);
    return scores(test.classes(), Arrays.stream(test.rows).mapToInt(forest::likeliest).toArray());
  }

  @Override
  public double[] naive(Examples train, Examples test) {
    int[] counts = new int[CLASSES];
    int commonest = 0;
    for (int type : train.classes()) {
      counts[type]++;
    }
    for (int type = 1; type < CLASSES; type++) {
      commonest = counts[type] > counts[commonest] ? type : commonest;
    }
    int[] guesses = new int[test.rows.length];
    Arrays.fill(guesses, commonest);
    return scores(test.classes(), guesses);
  }

  /** Macro F1 and accuracy of {@code guesses}. */
  static double[] scores(int[] truth, int[] guesses) {
    int[] occurs = new int[CLASSES];
    int[] guessed = new int[CLASSES];
    int[] right = new int[CLASSES];
    for (int i = 0; i < truth.length; i++) {
      occurs[truth[i]]++;
      guessed[guesses[i]]++;
      right[truth[i]] += truth[i] == guesses[i] ? 1 : 0;
    }
    double sum = 0;
    int present = 0;
    for (int type = 0; type < CLASSES; type++) {
      if (occurs[type] > 0) {
        // F1 = 2 precision recall / (precision + recall)
        sum += 2.0 * right[type] / (occurs[type] + guessed[type]);
        present++;
      }
    }
    return new double[] {sum / present, (double) Arrays.stream(right).sum() / truth.length};
  }
}
