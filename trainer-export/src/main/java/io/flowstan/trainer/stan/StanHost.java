package io.flowstan.trainer.stan;

import io.flowstan.engine.EngineHost;
import io.flowstan.flow.Flow;
import io.flowstan.random.CounterRandom;

/** One of STAN's hosts: its window of rows and its clock. */
final class StanHost extends EngineHost {
  static final int WINDOW = StanRow.PREVIOUS * StanAttribute.COLUMNS;

  /** Random numbers of a flow: uniforms, two a normal, one for the extras. */
  private static final int RANDOMS = StanSampler.UNIFORMS + 2 * StanSampler.NORMALS + 1;

  private final float[] window = new float[WINDOW];
  private final long[] values = new long[StanAttribute.COUNT];
  private long previousEnd;

  /** A host whose flows follow from {@code seed} and its {@code place} in the population. */
  StanHost(int address, int place, long seed, long startSecond) {
    super(address, CounterRandom.subKey(seed, place), 0, startSecond * 1_000);
    this.previousEnd = startSecond;
  }

  /** Writes the host's inputs as row {@code n}. */
  void write(int n, float[] previous, float[] uniforms, float[] normals) {
    System.arraycopy(window, 0, previous, n * WINDOW, WINDOW);
    long counter = sequence() * RANDOMS;
    for (int i = 0; i < StanSampler.UNIFORMS; i++) {
      uniforms[n * StanSampler.UNIFORMS + i] = CounterRandom.uniform(key(), counter++);
    }
    for (int i = 0; i < StanSampler.NORMALS; i++) {
      // Box and Muller, Ann. Math. Statist. 29, 1958
      double radius = Math.sqrt(-2 * Math.log(1 - CounterRandom.uniformDouble(key(), counter++)));
      double angle = 2 * Math.PI * CounterRandom.uniformDouble(key(), counter++);
      normals[n * StanSampler.NORMALS + i] = (float) (radius * Math.cos(angle));
    }
  }

  /** Takes the values drawn in the order of {@link StanAttribute} from {@code at} on. */
  void draw(float[] drawn, int at, StanExtras extras) {
    for (int i = 0; i < values.length; i++) {
      values[i] = (long) drawn[at + i];
    }
    long last = (sequence() + 1) * RANDOMS - 1;
    int protocolClass = (int) values[StanAttribute.PROTOCOL.place()];
    StanExtras.Extra extra = extras.draw(protocolClass, CounterRandom.uniformDouble(key(), last));
    setNext(StanRow.flow(values, extra, address(), previousEnd));
  }

  /** Moves the window on by the row that was drawn last. */
  void observe(Flow flow) {
    previousEnd = flow.endSecond();
    System.arraycopy(window, StanAttribute.COLUMNS, window, 0, WINDOW - StanAttribute.COLUMNS);
    StanRow.write(values, window, WINDOW - StanAttribute.COLUMNS);
  }
}
