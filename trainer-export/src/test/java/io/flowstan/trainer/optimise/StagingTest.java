package io.flowstan.trainer.optimise;

import static org.assertj.core.api.Assertions.assertThat;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import org.junit.jupiter.api.Test;

class StagingTest {
  private static final DjlEngine ENGINE = DjlEngine.start(1);

  @Test
  void aTensorKeepsItsValuesWhenTheBufferIsUsedAgain() {
    try (NDManager manager = ENGINE.newManager()) {
      Staging staging = new Staging();
      NDArray floats =
          new HostTensor.Floats(new float[] {1, 2, 3, 4}, 2, 2).copyTo(manager, staging);
      NDArray longs = new HostTensor.Longs(new long[] {-1, 1L << 40}, 2).copyTo(manager, staging);
      NDArray large = new HostTensor.Floats(new float[100_000], 100_000).copyTo(manager, staging);
      assertThat(floats.toFloatArray()).containsExactly(1, 2, 3, 4);
      assertThat(floats.getShape().getShape()).containsExactly(2, 2);
      assertThat(longs.toLongArray()).containsExactly(-1, 1L << 40);
      assertThat(large.size()).isEqualTo(100_000);
      assertThat(manager.getManagedArrays()).hasSize(3);
    }
  }
}
