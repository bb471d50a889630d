package io.flowstan.trainer.task;

import io.flowstan.flow.Flow;

/** Features of a flow beside the usual ones. */
interface RowExtras {
  /** No more features. */
  RowExtras NONE =
      new RowExtras() {
        @Override
        public int width() {
          return 0;
        }

        @Override
        public void write(Flow flow, int host, double[] row, int offset) {
          // nothing to add
        }
      };

  /** Number of features. */
  int width();

  /**
   * Writes the features of {@code flow} of {@code host} into {@code row} from {@code offset} on.
   */
  void write(Flow flow, int host, double[] row, int offset);
}
