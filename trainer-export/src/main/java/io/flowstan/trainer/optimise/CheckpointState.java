package io.flowstan.trainer.optimise;

import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Where a run stands, besides the vectors. The random position is the seed (in the identity), the
 * epoch and the batch: batches are a function of these.
 *
 * @param identity what the run is, by name
 * @param epoch the epoch under way, from 0
 * @param batch the next batch in it
 * @param step steps taken
 * @param flows trained on
 * @param elapsedSeconds used of the time limit
 * @param epochNats of the epoch under way
 * @param epochSeconds of training in the epoch under way
 * @param stopping the best so far
 * @param history the epochs done
 * @param stopped why the run is over, null while it is not
 */
record CheckpointState(
    Map<String, String> identity,
    int epoch,
    int batch,
    long step,
    double flows,
    double elapsedSeconds,
    NatsPerFlow epochNats,
    double epochSeconds,
    EarlyStopping stopping,
    List<EpochReport> history,
    TrainingResult.@Nullable Stopped stopped) {
  static CheckpointState beginning(Map<String, String> identity) {
    return new CheckpointState(
        identity, 0, 0, 0, 0, 0, NatsPerFlow.NOTHING, 0, EarlyStopping.NONE_YET, List.of(), null);
  }
}
