package io.flowstan.codec;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.ByteBuffer;
import java.util.HexFormat;
import org.junit.jupiter.api.Test;

class UsedServicesTest {
  private final UsedServices services = new UsedServices();

  @Test
  void countsAreOnALogarithmicScale() {
    add(3, 1);
    add(70, 20);

    byte[] out = written(services, 100);

    // 22 ln(1 + n), rounded
    assertThat(out[3]).isEqualTo((byte) 15);
    assertThat(out[70]).isEqualTo((byte) 67);
    assertThat(out[71]).isZero();
    assertThat(out[99]).isZero();
  }

  @Test
  void theCommonestIsSoughtAmongTheListedOnes() {
    assertThat(services.most(10)).isZero();
    add(2, 3);
    add(4, 5);
    add(9, 7);

    assertThat(services.most(8)).isEqualTo(5);
    assertThat(services.most(9)).isEqualTo(7);
    assertThat(services.most(1_000)).isEqualTo(7);
  }

  @Test
  void whatARowHeldBeforeIsOverwritten() {
    byte[] out = new byte[8];
    java.util.Arrays.fill(out, (byte) 9);
    add(2, 1);

    services.write(out, 1, 5);

    assertThat(out).containsExactly(9, 0, 0, 15, 0, 0, 9, 9);
  }

  @Test
  void theStateIsTheClassesThatHaveFlows() {
    add(1, 2);
    add(300, 200);
    ByteBuffer state = ByteBuffer.allocate(32);

    services.write(state);

    // two classes: 1 with 2 flows, 299 behind it with 200
    assertThat(HexFormat.of().formatHex(state.array(), 0, state.position()))
        .isEqualTo("02" + "0102" + "ab02c801");
  }

  @Test
  void whatIsReadBackIsTheSame() {
    add(5, 1);
    add(389, 100_000);
    ByteBuffer state = ByteBuffer.allocate(32);
    services.write(state);

    UsedServices back = new UsedServices();
    back.read(state.flip());

    assertThat(written(back, 400)).isEqualTo(written(services, 400));
    services.add(389);
    back.add(389);
    assertThat(written(back, 400)).isEqualTo(written(services, 400));
  }

  @Test
  void aClassBeyondAllIsRefused() {
    ByteBuffer state = ByteBuffer.wrap(HexFormat.of().parseHex("01ffff0f01"));

    assertThatThrownBy(() -> services.read(state))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("host state: service class 262143: expected 0..65535; start the host anew");
  }

  private void add(int service, int flows) {
    for (int i = 0; i < flows; i++) {
      services.add(service);
    }
  }

  private static byte[] written(UsedServices services, int classes) {
    byte[] out = new byte[classes];
    services.write(out, 0, classes);
    return out;
  }
}
