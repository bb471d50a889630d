package io.flowstan.trainer.network;

import io.flowstan.trainer.optimise.HostTensor;
import io.flowstan.trainer.optimise.TrainingBatch;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;

/**
 * What a network is trained and validated without, to learn what it is worth: its inputs are zeros.
 */
public enum LeftOut {
  NOTHING(List.of()),
  /** The three hours of five-minute ticks and the calendar. */
  LONG_CONTEXT(List.of("ticks", "calendar")),
  PROFILE(List.of("profile")),
  /** What the convolution says of the last 32 flows: the last flow remains. */
  EARLIER_FLOWS(List.of(Dropout.WINDOW)),
  /** The last 32 flows, the last one included. */
  LAST_FLOWS(List.of(Dropout.WINDOW, Dropout.LAST));

  @SuppressWarnings("ImmutableEnumChecker") // a list of List.of
  private final List<String> inputs;

  LeftOut(List<String> inputs) {
    this.inputs = inputs;
  }

  /** {@code batches} without this. */
  Iterator<TrainingBatch> from(Iterator<TrainingBatch> batches, NetworkShape shape) {
    if (this == NOTHING) {
      return batches;
    }
    Dropout nothingDropped = new Dropout(shape, 0);
    return new Iterator<>() {
      @Override
      public boolean hasNext() {
        return batches.hasNext();
      }

      @Override
      public TrainingBatch next() {
        return without(nothingDropped.masked(batches.next()));
      }
    };
  }

  private TrainingBatch without(TrainingBatch batch) {
    Map<String, HostTensor> all = new HashMap<>(batch.inputs());
    for (String input : inputs) {
      all.computeIfPresent(
          input,
          (name, tensor) ->
              new HostTensor.Floats(
                  new float[Math.toIntExact(HostTensor.size(tensor.shape()))], tensor.shape()));
    }
    return new TrainingBatch(all);
  }
}
