package io.flowstan.trainer.privacy.shadow;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.flowstan.testing.PropertyTest;
import org.junit.jupiter.api.Test;

class MemberDesignTest {
  @PropertyTest
  void everyHostIsInHalfOfTheModelsAndEveryModelHasHalfOfTheHosts(long seed) {
    // Given any number of hosts and an even number of models
    int hosts = 2 + (int) Math.floorMod(seed, 130L);
    int models = 2 * (1 + (int) Math.floorMod(seed / 7, 6L));

    // When
    MemberDesign design = MemberDesign.of(hosts, models, seed);

    // Then
    for (int h = 0; h < hosts; h++) {
      assertThat(design.modelsOf(h)).hasSize(models / 2);
    }
    for (boolean[] members : design.members()) {
      int size = 0;
      for (boolean member : members) {
        size += member ? 1 : 0;
      }
      assertThat(size).isBetween(hosts / 2, (hosts + 1) / 2);
    }
  }

  @PropertyTest
  void withoutATargetsPairEveryHostIsInHalfOfTheReferences(long seed) {
    MemberDesign design = MemberDesign.of(40, 8, seed);
    for (int target = 0; target < 8; target++) {
      for (int h = 0; h < 40; h++) {
        int host = h;
        assertThat(ShadowResults.references(8, target))
            .hasSize(6)
            .filteredOn(k -> design.members()[k][host])
            .hasSize(3);
      }
    }
  }

  @Test
  void pairsCutTheHostsIndependently() {
    // two pairs agree on a host half of the time: 200 of 400, standard deviation 10
    MemberDesign design = MemberDesign.of(400, 4, 1);
    int same = 0;
    for (int h = 0; h < 400; h++) {
      same += design.members()[0][h] == design.members()[2][h] ? 1 : 0;
    }
    assertThat(same).isBetween(160, 240);
  }

  @Test
  void anOddNumberOfModelsIsRefused() {
    assertThatThrownBy(() -> MemberDesign.of(10, 7, 1))
        .hasMessage("design of 7 models: expected an even number, at least 2");
  }
}
