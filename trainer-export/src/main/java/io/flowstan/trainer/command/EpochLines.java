package io.flowstan.trainer.command;

import io.flowstan.cli.OutputOptions;
import io.flowstan.cli.ProgressLine;
import io.flowstan.trainer.optimise.EpochReport;
import io.flowstan.trainer.optimise.Objective;
import io.flowstan.trainer.optimise.TrainingListener;
import java.io.PrintWriter;
import java.util.Locale;
import java.util.StringJoiner;
import org.jspecify.annotations.Nullable;

/** How training looks: a line after each epoch, and on a terminal a bar during it. */
final class EpochLines implements TrainingListener, AutoCloseable {
  private final Objective objective;
  private final OutputOptions output;
  private final PrintWriter err;
  private @Nullable ProgressLine bar;
  private int barEpoch = -1;
  private long stepsBefore;

  EpochLines(Objective objective, OutputOptions output, PrintWriter err) {
    this.objective = objective;
    this.output = output;
    this.err = err;
  }

  @Override
  public void stepped(int epoch, long step, double progress, double nll) {
    ProgressLine current = bar;
    if (current == null || epoch != barEpoch) {
      close();
      stepsBefore = 0;
      for (int before = 0; before < epoch; before++) {
        stepsBefore += objective.trainingBatches(before);
      }
      current = output.progress("epoch " + (epoch + 1), "steps", objective.trainingBatches(epoch));
      bar = current;
      barEpoch = epoch;
    }
    current.stepTo(step - stepsBefore);
    current.note(String.format(Locale.ROOT, "%.3f nats/flow, %.0f %%", nll, 100 * progress));
  }

  @Override
  public void epochEnded(EpochReport report) {
    close();
    err.println(line(report));
    err.flush();
  }

  @Override
  public void close() {
    if (bar != null) {
      bar.close();
      bar = null;
    }
  }

  /** The epoch in one line; an asterisk marks the best validation so far. */
  static String line(EpochReport report) {
    StringJoiner attributes = new StringJoiner(" ");
    report
        .validation()
        .means()
        .forEach((name, nats) -> attributes.add(String.format(Locale.ROOT, "%s %.3f", name, nats)));
    return String.format(
        Locale.ROOT,
        "epoch %d: nats/flow train %.4f validation %.4f%s (%s), %.0f flows/s, %s elapsed, %s left",
        report.epoch() + 1,
        report.train().total(),
        report.validation().total(),
        report.best() ? "*" : "",
        attributes,
        report.flowsPerSecond(),
        time(report.elapsedSeconds()),
        time(report.remainingSeconds()));
  }

  private static String time(double seconds) {
    long whole = Math.round(seconds);
    return whole < 60
        ? whole + "s"
        : whole < 3600
            ? String.format(Locale.ROOT, "%dm%02ds", whole / 60, whole % 60)
            : String.format(Locale.ROOT, "%dh%02dm", whole / 3600, whole / 60 % 60);
  }
}
