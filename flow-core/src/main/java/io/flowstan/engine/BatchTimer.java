package io.flowstan.engine;

/**
 * Told of each batch of hosts that a model draws for; the engine itself knows no time. Engines on
 * several threads may share one.
 */
public interface BatchTimer {
  /** Hears of nothing. */
  BatchTimer NONE =
      new BatchTimer() {
        @Override
        public long begin() {
          return 0;
        }

        @Override
        public void end(long begun, int hosts) {}
      };

  /** A batch begins; the result is handed to {@link #end}. */
  long begin();

  /** The batch that began at {@code begun} is drawn: one flow for each of {@code hosts} hosts. */
  void end(long begun, int hosts);
}
