package io.flowstan.trainer.evaluate;

import io.flowstan.cli.ProgressLine;

/** The steps of an evaluation on one bar, counted from any thread. */
final class Steps {
  private final ProgressLine bar;
  private long done;

  Steps(ProgressLine bar) {
    this.bar = bar;
  }

  /** A step is done, which was {@code what}. */
  synchronized void done(String what) {
    done++;
    bar.stepTo(done);
    bar.note(what);
  }
}
