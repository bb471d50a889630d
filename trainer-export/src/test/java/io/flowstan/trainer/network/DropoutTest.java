package io.flowstan.trainer.network;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.flowstan.trainer.data.SegmentBatches;
import io.flowstan.trainer.optimise.HostTensor;
import io.flowstan.trainer.optimise.TrainingBatch;
import java.util.Iterator;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

class DropoutTest {
  private static final Set<String> MASKS = Set.of("kept_window", "kept_last", "kept_trunk");

  private final SegmentBatches batches = new SegmentBatches(List.of(TinyModel.sequence(2, 900)), 5);

  @Test
  void aFifthOfTheNumbersIsDroppedAndTheOthersMakeUpForIt() {
    Iterator<TrainingBatch> masked = masked(0.2, 1);
    while (masked.hasNext()) {
      TrainingBatch batch = masked.next();
      for (String name : MASKS) {
        float[] mask = values(batch, name);
        int dropped = 0;
        for (float value : mask) {
          assertThat(value == 0 || value == 1.25f).isTrue();
          dropped += value == 0 ? 1 : 0;
        }
        // 5 x 64 flows of 8 or more: a deviation of .008 at most, bar at 5
        assertThat((double) dropped / mask.length).isCloseTo(0.2, within(0.04));
      }
      assertThat(tensor(batch, "kept_window").shape()).containsExactly(320, 16);
      assertThat(tensor(batch, "kept_last").shape()).containsExactly(320, 8);
      assertThat(tensor(batch, "kept_trunk").shape()).containsExactly(320, 24);
    }
  }

  @Test
  void theSameKeyDropsTheSame() {
    TrainingBatch one = masked(0.2, 1).next();
    TrainingBatch same = masked(0.2, 1).next();
    TrainingBatch other = masked(0.2, 2).next();

    for (String name : MASKS) {
      assertThat(values(same, name)).isEqualTo(values(one, name));
      assertThat(values(other, name)).isNotEqualTo(values(one, name));
    }
  }

  @Test
  void eachBatchDropsOthers() {
    Iterator<TrainingBatch> masked = masked(0.2, 1);

    assertThat(values(masked.next(), "kept_trunk"))
        .isNotEqualTo(values(masked.next(), "kept_trunk"));
  }

  @Test
  void withoutDropoutNothingIsAdded() {
    assertThat(masked(0, 1).next().inputs()).doesNotContainKeys(MASKS.toArray(String[]::new));
  }

  @Test
  void onlyTrainingDrops() {
    FlowObjective objective =
        new FlowObjective(TinyModel.shape(), batches, batches, 0.5, LeftOut.NOTHING);

    assertThat(objective.epoch(1, 0).next().inputs()).containsKeys(MASKS.toArray(String[]::new));
    assertThat(objective.validation().next().inputs())
        .doesNotContainKeys(MASKS.toArray(String[]::new));
  }

  @Test
  void everythingCannotBeDropped() {
    assertThatThrownBy(() -> new Dropout(TinyModel.shape(), 1))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("dropout 1.0: expected 0 <= share < 1");
  }

  private Iterator<TrainingBatch> masked(double share, long key) {
    return new Dropout(TinyModel.shape(), share).masked(batches.shuffled(7), key);
  }

  private static float[] values(TrainingBatch batch, String name) {
    return ((HostTensor.Floats) tensor(batch, name)).values();
  }

  private static HostTensor tensor(TrainingBatch batch, String name) {
    HostTensor tensor = batch.inputs().get(name);
    if (tensor == null) {
      throw new AssertionError("batch without " + name);
    }
    return tensor;
  }
}
