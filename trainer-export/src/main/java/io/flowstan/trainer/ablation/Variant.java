package io.flowstan.trainer.ablation;

import io.flowstan.codec.Memory;
import io.flowstan.trainer.model.Recipe;
import io.flowstan.trainer.network.LeftOut;
import java.util.List;

/**
 * A way to train the model: whole, without one of its parts, on fewer hosts, or of other widths.
 *
 * @param name in options and reports
 * @param leftOut what the network is not shown
 * @param memory what a flow may refer to of the flows before it
 * @param hosts share of the training hosts
 * @param width of the network's layers, relative to the shipped ones
 */
record Variant(String name, LeftOut leftOut, Memory memory, double hosts, double width) {

  /** The model as it ships, and what differs from it in one thing. */
  static final List<Variant> ALL =
      List.of(
          new Variant("whole", LeftOut.NOTHING, Memory.FULL, 1, 1),
          part("no three-hour context", LeftOut.LONG_CONTEXT),
          part("no profile", LeftOut.PROFILE),
          part("no convolution", LeftOut.LAST_FLOWS),
          part("one lag", LeftOut.EARLIER_FLOWS),
          new Variant("no copies", LeftOut.NOTHING, Memory.WITHOUT_COPIES, 1, 1),
          hosts(0.5),
          hosts(0.25),
          hosts(0.125),
          width(0.5),
          width(0.71),
          width(1.41));

  private static Variant part(String name, LeftOut leftOut) {
    return new Variant(name, leftOut, Memory.FULL, 1, 1);
  }

  private static Variant hosts(double share) {
    return new Variant(share + " of the hosts", LeftOut.NOTHING, Memory.FULL, share, 1);
  }

  private static Variant width(double width) {
    return new Variant(width + " widths", LeftOut.NOTHING, Memory.FULL, 1, width);
  }

  /** Whether its bundle is a generator: with all its inputs and memory. */
  boolean runsFree() {
    return leftOut == LeftOut.NOTHING && memory == Memory.FULL;
  }

  Recipe recipe(long seed, int batch) {
    return Recipe.standard(seed, batch, memory).uncalibrated().without(leftOut).ofWidth(width);
  }
}
