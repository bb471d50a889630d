package io.flowstan.service.command;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.flowstan.cli.UsageException;
import io.flowstan.service.clock.PacingConfig;
import io.flowstan.service.clock.RateProfile;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** How fast flows are sent: a group of which one option may be given. */
final class PaceOptions {
  @Option(
      names = "--speed",
      paramLabel = "X",
      description = "Simulated time runs X times as fast as the wall clock.")
  private @Nullable Double speed;

  @Option(
      names = "--rate",
      paramLabel = "R",
      description =
          "Send R flows a second, whatever simulated time that takes; or a profile such as 'ramp"
              + " 100 1000 60s', 'step', 'sine', 'burst', 'schedule'.")
  private @Nullable String rate;

  @Option(
      names = "--max",
      showDefaultValue = picocli.CommandLine.Help.Visibility.NEVER,
      description = "Send as fast as the machine can.")
  private boolean max;

  /** Puts the chosen pace in the place of any other. */
  void into(ObjectNode tree) {
    ObjectNode pacing = tree.putObject("pacing");
    pacing
        .put("speed", speed)
        .put("rate", rate)
        .put("max", max)
        .putNull("backfill")
        .putArray("schedule");
  }

  /** The chosen pace. */
  PacingConfig pacing() {
    try {
      RateProfile profile = rate == null ? null : RateProfile.parse(rate);
      return new PacingConfig(speed, profile, List.of(), max, null, null);
    } catch (IllegalArgumentException e) {
      throw new UsageException("--" + e.getMessage());
    }
  }

  /** A group in which {@code --speed factor} was given. */
  static PaceOptions ofSpeed(double factor) {
    PaceOptions options = new PaceOptions();
    options.speed = factor;
    return options;
  }
}
