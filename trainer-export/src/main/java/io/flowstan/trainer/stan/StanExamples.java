package io.flowstan.trainer.stan;

import io.flowstan.flow.Flow;
import java.util.List;

/** Flows with their windows as the inputs of training and of the graph {@code score}. */
final class StanExamples {
  private static final int WINDOW = StanRow.PREVIOUS * StanAttribute.COLUMNS;
  private static final int NUMBERS = StanNumber.values().length;

  private final float[] previous;
  private final float[] rows;
  private final long[] targets;
  private final float[] lnWidths;
  private int size;

  /** Room for {@code most} flows. */
  StanExamples(int most) {
    previous = new float[most * WINDOW];
    rows = new float[most * StanAttribute.COLUMNS];
    targets = new long[most * StanAttribute.CLASSES];
    lnWidths = new float[most * NUMBERS];
  }

  /** Adds the flow at {@code place} of the stream of {@code host}; returns its values. */
  long[] add(List<Flow> flows, int place, int host, long startSecond) {
    StanRow.writePrevious(flows, place, host, startSecond, previous, size * WINDOW);
    long[] values = StanRow.values(flows, place, host, startSecond);
    StanRow.write(values, rows, size * StanAttribute.COLUMNS);
    int target = size * StanAttribute.CLASSES;
    int width = size * NUMBERS;
    for (StanAttribute attribute : StanAttribute.values()) {
      StanNumber number = attribute.number();
      if (number == null) {
        targets[target++] = StanRow.classOf(attribute, values);
      } else {
        lnWidths[width++] = (float) number.lnWidth(values[attribute.place()]);
      }
    }
    size++;
    return values;
  }

  /** Forgets all flows. */
  void clear() {
    size = 0;
  }

  int size() {
    return size;
  }

  /** float32 [most, 5, 16]. */
  float[] previous() {
    return previous;
  }

  /** float32 [most, 16]. */
  float[] rows() {
    return rows;
  }

  /** int64 [most, 9]. */
  long[] targets() {
    return targets;
  }

  /** float32 [most, 4]. */
  float[] lnWidths() {
    return lnWidths;
  }
}
