package io.flowstan.trainer.network;

import static org.assertj.core.api.Assertions.assertThat;

import io.flowstan.trainer.data.SegmentBatches;
import io.flowstan.trainer.optimise.HostTensor;
import io.flowstan.trainer.optimise.TrainingBatch;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class LeftOutTest {
  private static final Map<LeftOut, List<String>> BLANK =
      Map.of(
          LeftOut.NOTHING, List.of(),
          LeftOut.LONG_CONTEXT, List.of("ticks", "calendar"),
          LeftOut.PROFILE, List.of("profile"),
          LeftOut.EARLIER_FLOWS, List.of("kept_window"),
          LeftOut.LAST_FLOWS, List.of("kept_window", "kept_last"));

  private final SegmentBatches batches = new SegmentBatches(List.of(TinyModel.sequence(2, 900)), 5);

  /** In training as in validation, the inputs of the part are zeros and no others change. */
  @ParameterizedTest
  @EnumSource
  void onlyThePartIsBlank(LeftOut part) {
    FlowObjective whole =
        new FlowObjective(TinyModel.shape(), batches, batches, 0.2, LeftOut.NOTHING);
    FlowObjective without = new FlowObjective(TinyModel.shape(), batches, batches, 0.2, part);

    TrainingBatch trained = without.epoch(1, 0).next();
    TrainingBatch validated = without.validation().next();

    assertThat(trained.inputs())
        .allSatisfy(
            (name, tensor) -> {
              if (BLANK.getOrDefault(part, List.of()).contains(name)) {
                assertThat(floats(tensor)).containsOnly(0);
              } else {
                assertThat(tensor)
                    .usingRecursiveComparison()
                    .isEqualTo(whole.epoch(1, 0).next().inputs().get(name));
              }
            });
    assertThat(BLANK.getOrDefault(part, List.of()))
        .allSatisfy(name -> assertThat(floats(validated.inputs().get(name))).containsOnly(0));
  }

  @Test
  void validationDropsNothingElse() {
    TrainingBatch validated =
        new FlowObjective(TinyModel.shape(), batches, batches, 0.2, LeftOut.EARLIER_FLOWS)
            .validation()
            .next();

    assertThat(floats(validated.inputs().get("kept_last"))).containsOnly(1);
    assertThat(floats(validated.inputs().get("kept_trunk"))).containsOnly(1);
  }

  private static float[] floats(@Nullable HostTensor tensor) {
    assertThat(tensor).isInstanceOf(HostTensor.Floats.class);
    return tensor instanceof HostTensor.Floats floats ? floats.values() : new float[0];
  }
}
