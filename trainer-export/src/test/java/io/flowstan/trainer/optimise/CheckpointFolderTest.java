package io.flowstan.trainer.optimise;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CheckpointFolderTest {
  private static final Map<String, String> IDENTITY = Map.of("seed", "7");

  private final Path folder;
  private final CheckpointFolder checkpoints;

  CheckpointFolderTest(@TempDir Path parent) {
    this.folder = parent.resolve("run");
    this.checkpoints = new CheckpointFolder(folder);
  }

  @Test
  void loadUndoesSaveToTheBit() {
    // Given numbers that decimal text easily loses
    Map<String, Double> nats = Map.of("bytes", Math.nextUp(1 / 3.0), "flags", 1e-300);
    CheckpointState state =
        new CheckpointState(
            IDENTITY,
            3,
            17,
            1L << 40,
            1e12,
            0.1 + 0.2,
            new NatsPerFlow(1e9 + 0.5, nats),
            12.5,
            EarlyStopping.NONE_YET,
            List.of(),
            null);
    float[] odd = {Float.MIN_VALUE, -0f, 16_777_215f, Float.MAX_VALUE};
    Vectors vectors = new Vectors(odd, new float[] {1, 2, 3, 4}, odd, odd, odd);
    // When saved and loaded
    checkpoints.save(state, vectors);
    CheckpointFolder.Saved saved = checkpoints.load(IDENTITY, 4).orElseThrow();
    // Then nothing has changed
    assertThat(saved.state()).isEqualTo(state);
    assertThat(saved.vectors().inOrder()).isDeepEqualTo(vectors.inOrder());
  }

  @Test
  void onlyTheLastOneIsKept() {
    for (int epoch = 1; epoch <= 3; epoch++) {
      checkpoints.save(at(epoch), Vectors.beginning(new float[2]));
    }
    assertThat(folder).isDirectoryContaining(p -> p.endsWith("checkpoint-000003"));
    assertThat(folder.toFile().list()).hasSize(1);
    assertThat(checkpoints.load(IDENTITY, 2).orElseThrow().state().epoch()).isEqualTo(3);
  }

  @Test
  void whatAKillLeftHalfWrittenIsIgnoredAndReplaced() throws IOException {
    checkpoints.save(at(1), Vectors.beginning(new float[2]));
    Path partial = Files.createDirectory(folder.resolve("checkpoint-000002.partial"));
    Files.writeString(partial.resolve("state.json"), "{\"formatVer");

    assertThat(checkpoints.load(IDENTITY, 2).orElseThrow().state().epoch()).isEqualTo(1);
    checkpoints.save(at(2), Vectors.beginning(new float[2]));
    assertThat(checkpoints.load(IDENTITY, 2).orElseThrow().state().epoch()).isEqualTo(2);
    assertThat(partial).doesNotExist();
  }

  @Test
  void deletingLeavesForeignFiles() throws IOException {
    checkpoints.save(at(1), Vectors.beginning(new float[2]));
    Path foreign = Files.writeString(folder.resolve("notes.txt"), "mine");
    checkpoints.delete();
    assertThat(checkpoints.holdsCheckpoint()).isFalse();
    assertThat(foreign).exists();
  }

  private static CheckpointState at(int epoch) {
    return new CheckpointState(
        IDENTITY,
        epoch,
        0,
        epoch,
        0,
        0,
        NatsPerFlow.NOTHING,
        0,
        EarlyStopping.NONE_YET,
        List.of(),
        null);
  }
}
