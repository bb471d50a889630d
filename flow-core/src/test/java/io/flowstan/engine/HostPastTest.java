package io.flowstan.engine;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.FloatBuffer;
import java.util.List;
import org.junit.jupiter.api.Test;

class HostPastTest {
  private final HostPast past = new HostPast(List.of(new PastTensor(1, 1), new PastTensor(3, 2)));

  @Test
  void eachTensorIsWhatItWasSoManyFlowsAgo() {
    // Given, as row 1 of 2, 9 one flow ago; (3, 30), (2, 20), (1, 10) three, two and one flow ago
    past.fill(
        new FloatBuffer[] {floats(0, 9), floats(0, 0, 0, 0, 0, 0, /* row 1 */ 3, 30, 2, 20, 1, 10)},
        1);

    for (int flow = 0; flow < 10; flow++) {
      // When
      FloatBuffer[] given = {FloatBuffer.allocate(2), FloatBuffer.allocate(4)};
      past.write(given, 1);

      // Then
      assertThat(given[0].get(1)).isEqualTo(flow == 0 ? 9 : 100 + flow - 1);
      float threeAgo = flow < 3 ? 3 - flow : 200 + flow - 3;
      assertThat(given[1].get(2)).isEqualTo(threeAgo);
      assertThat(given[1].get(3)).isEqualTo(threeAgo * 10);

      past.advance(
          new FloatBuffer[] {floats(0, 100 + flow), floats(0, 0, 200 + flow, (200 + flow) * 10f)},
          1);
    }
  }

  private static FloatBuffer floats(float... values) {
    return FloatBuffer.wrap(values);
  }
}
