package io.flowstan.trainer.optimise;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import ai.djl.ndarray.NDManager;
import io.flowstan.trainer.tensor.DjlOps;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TrainingLoopTest {
  private static final DjlEngine ENGINE = DjlEngine.start(1);
  private static final Duration NEVER = Duration.ofDays(1);

  private final Path folder;

  TrainingLoopTest(@TempDir Path folder) {
    this.folder = folder;
  }

  /** Thrown by a listener where a kill would hit. */
  private static final class Killed extends RuntimeException {
    private static final long serialVersionUID = 1L;
  }

  @Test
  void aLinearSoftmaxReachesTheConditionalEntropy() {
    // Given a table whose best likelihood is known
    // When 60 epochs have passed
    TrainingResult result = loop(settings(60, 60), TrainingListener.SILENT).run(null);
    // Then healthy: +.0001; broken (no learning): ln 3 - H = +.34; bar: +.003
    assertThat(result.best().validation().total())
        .isCloseTo(SoftmaxObjective.conditionalEntropy(), within(.003));
    assertThat(result.best().validation().flows()).isEqualTo(480);
    assertThat(result.weights().tensor("weight").shape()).containsExactly(4, 3);
    assertThat(result.stopped()).isEqualTo(TrainingResult.Stopped.EPOCHS_DONE);
  }

  @Test
  void theSameSeedGivesTheSameBits() {
    TrainingResult first = loop(settings(3, 5), TrainingListener.SILENT).run(null);
    TrainingResult second = loop(settings(3, 5), TrainingListener.SILENT).run(null);
    assertThat(bits(second)).isEqualTo(bits(first));
  }

  @Test
  void anotherSeedGivesOtherBits() {
    TrainingResult first = loop(settings(3, 5), TrainingListener.SILENT).run(null);
    TrainingSettings other = new TrainingSettings(3, null, 8, 0.05, 10, 0.02, 0, 1, 0.9, 5);
    assertThat(bits(loop(other, TrainingListener.SILENT).run(null))).isNotEqualTo(bits(first));
  }

  @Test
  void aRunKilledInMidEpochGoesOnToTheSameBits() {
    // Given an uninterrupted run of 4 epochs of 8 steps, and one killed at step 13
    TrainingResult whole = loop(settings(4, 5), TrainingListener.SILENT).run(null);
    Checkpointing everyStep = checkpointing(Duration.ZERO, false, Map.of());
    assertThatThrownBy(() -> loop(settings(4, 5), killedAt(13)).run(everyStep))
        .isInstanceOf(Killed.class);
    // When it is resumed
    TrainingResult resumed =
        loop(settings(4, 5), TrainingListener.SILENT)
            .run(checkpointing(Duration.ZERO, true, Map.of()));
    // Then weights and likelihoods are the same to the bit
    assertThat(bits(resumed)).isEqualTo(bits(whole));
    assertThat(likelihoods(resumed)).isEqualTo(likelihoods(whole));
    assertThat(resumed.steps()).isEqualTo(32);
  }

  @Test
  void aRunKilledBetweenEpochsGoesOnToTheSameBits() {
    TrainingResult whole = loop(settings(4, 5), TrainingListener.SILENT).run(null);
    assertThatThrownBy(
            () -> loop(settings(4, 5), killedAt(20)).run(checkpointing(NEVER, false, Map.of())))
        .isInstanceOf(Killed.class);
    TrainingResult resumed =
        loop(settings(4, 5), TrainingListener.SILENT).run(checkpointing(NEVER, true, Map.of()));
    assertThat(bits(resumed)).isEqualTo(bits(whole));
  }

  @Test
  void aFinishedRunResumesToItsResultAtOnce() {
    TrainingResult whole =
        loop(settings(2, 5), TrainingListener.SILENT).run(checkpointing(NEVER, false, Map.of()));
    TrainingResult again =
        loop(settings(2, 5), killedAt(1)).run(checkpointing(NEVER, true, Map.of()));
    assertThat(bits(again)).isEqualTo(bits(whole));
    assertThat(again.stopped()).isEqualTo(TrainingResult.Stopped.EPOCHS_DONE);
  }

  @Test
  void aCheckpointOfOtherOptionsOrDataIsRefusedByName() {
    loop(settings(2, 5), TrainingListener.SILENT)
        .run(checkpointing(NEVER, false, Map.of("flows", "sha256 aa")));
    assertThatThrownBy(
            () ->
                loop(settings(3, 5), TrainingListener.SILENT)
                    .run(checkpointing(NEVER, true, Map.of("flows", "sha256 bb"))))
        .isInstanceOf(TrainingException.class)
        .hasMessageContaining("epochs: 2 in the checkpoint, 3 now")
        .hasMessageContaining("flows: sha256 aa in the checkpoint, sha256 bb now");
  }

  @Test
  void resumingNothingSaysSo() {
    assertThatThrownBy(
            () ->
                loop(settings(2, 5), TrainingListener.SILENT)
                    .run(checkpointing(NEVER, true, Map.of())))
        .isInstanceOf(TrainingException.class)
        .hasMessageContaining("no checkpoint to resume");
  }

  @Test
  void aDamagedCheckpointIsRefusedByFile() throws Exception {
    loop(settings(2, 5), TrainingListener.SILENT).run(checkpointing(NEVER, false, Map.of()));
    Path vectors = folder.resolve("run").resolve("checkpoint-000002").resolve("vectors.f32");
    byte[] bytes = Files.readAllBytes(vectors);
    bytes[7] ^= 1;
    Files.write(vectors, bytes);
    assertThatThrownBy(
            () ->
                loop(settings(2, 5), TrainingListener.SILENT)
                    .run(checkpointing(NEVER, true, Map.of())))
        .isInstanceOf(TrainingException.class)
        .hasMessageContaining("vectors.f32: damaged");
  }

  @Test
  void itStopsWhenValidationNoLongerImproves() {
    // Given a rate so low that the average cannot move in float32 after the first epochs
    TrainingSettings still = new TrainingSettings(50, null, 7, 1e-12, 0, 1, 0, 1, 0, 3);
    TrainingResult result = loop(still, TrainingListener.SILENT).run(null);
    assertThat(result.stopped()).isEqualTo(TrainingResult.Stopped.NO_IMPROVEMENT);
    assertThat(result.history()).hasSize(result.bestEpoch() + 4).hasSizeLessThan(50);
  }

  @Test
  void theTimeLimitEndsTheRunAndTheLearningRate() {
    // Given a clock that moves 100 ms at every look, and a limit of 5 s
    long[] nanos = {0};
    TrainingSettings limited =
        new TrainingSettings(1000, Duration.ofSeconds(5), 7, 0.05, 0, 0.1, 0, 1, 0.9, 1000);
    TrainingResult result =
        new TrainingLoop(
                ENGINE,
                DjlOps::new,
                new SoftmaxObjective(),
                limited,
                () -> nanos[0] += 100_000_000L,
                TrainingListener.SILENT)
            .run(null);
    assertThat(result.stopped()).isEqualTo(TrainingResult.Stopped.TIME_IS_UP);
    assertThat(result.steps()).isLessThan(50);
    EpochReport last = result.history().get(result.history().size() - 1);
    assertThat(last.learningRate()).isCloseTo(0.005, within(1e-9));
    assertThat(last.remainingSeconds()).isZero();
  }

  @Test
  void tensorsDoNotAccumulateOverTheSteps() {
    // Given a run of 320 steps whose manager is watched
    List<Integer> tensors = new ArrayList<>();
    try (NDManager manager = ENGINE.newManager()) {
      TrainingListener watch =
          new TrainingListener() {
            @Override
            public void stepped(int epoch, long step, double progress, double nll) {
              tensors.add(manager.getManagedArrays().size());
            }
          };
      loop(settings(40, 50), watch).run(null, manager);
    }
    // Then healthy: the 4 vectors at every step; broken: one more a step; bar: none more
    assertThat(tensors).hasSize(320).containsOnly(4);
  }

  @Test
  void aFailureInPreparationReachesTheCaller() {
    Objective broken =
        new BrokenObjective(new SoftmaxObjective(), new IllegalStateException("row 17 is bad"));
    assertThatThrownBy(
            () ->
                new TrainingLoop(
                        ENGINE,
                        DjlOps::new,
                        broken,
                        settings(1, 1),
                        System::nanoTime,
                        TrainingListener.SILENT)
                    .run(null))
        .hasMessageContaining("row 17 is bad");
  }

  private Checkpointing checkpointing(
      Duration every, boolean resume, Map<String, String> identity) {
    return new Checkpointing(folder.resolve("run"), every, resume, identity);
  }

  private static TrainingListener killedAt(long last) {
    return new TrainingListener() {
      @Override
      public void stepped(int epoch, long step, double progress, double nll) {
        if (step == last) {
          throw new Killed();
        }
      }
    };
  }

  private static TrainingLoop loop(TrainingSettings settings, TrainingListener listener) {
    return new TrainingLoop(
        ENGINE, DjlOps::new, new SoftmaxObjective(), settings, System::nanoTime, listener);
  }

  private static TrainingSettings settings(int epochs, int patience) {
    return new TrainingSettings(epochs, null, 7, 0.05, 10, 0.02, 0, 1, 0.9, patience);
  }

  private static List<Integer> bits(TrainingResult result) {
    List<Integer> bits = new ArrayList<>();
    for (HostTensor.Floats tensor : result.weights().tensors().values()) {
      for (float value : tensor.values()) {
        bits.add(Float.floatToRawIntBits(value));
      }
    }
    return bits;
  }

  private static List<Double> likelihoods(TrainingResult result) {
    List<Double> values = new ArrayList<>();
    for (EpochReport report : result.history()) {
      values.add(report.train().total());
      values.add(report.validation().total());
    }
    return values;
  }
}
