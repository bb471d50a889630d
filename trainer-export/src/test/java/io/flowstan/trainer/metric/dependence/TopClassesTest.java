package io.flowstan.trainer.metric.dependence;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class TopClassesTest {

  @Test
  void theCommonestClassesHaveBinsAndTheRestShareOne() {
    TopClasses classes = TopClasses.of(new long[] {443, 80, 443, 53, 80, 443, 22}, 2);

    assertThat(classes.count()).isEqualTo(3);
    assertThat(classes.of(443)).isZero();
    assertThat(classes.of(80)).isEqualTo(1);
    assertThat(classes.of(53)).isEqualTo(classes.of(22)).isEqualTo(classes.of(65_535)).isEqualTo(2);
  }

  @Test
  void fewClassesLeaveABinForThoseNeverSeen() {
    TopClasses classes = TopClasses.of(new long[] {6, 6, 17}, 31);

    assertThat(classes.count()).isEqualTo(3);
    assertThat(classes.of(1)).isEqualTo(2);
  }
}
