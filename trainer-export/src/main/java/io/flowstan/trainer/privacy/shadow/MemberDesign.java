package io.flowstan.trainer.privacy.shadow;

import io.flowstan.random.CounterRandom;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * Who is trained on by which model: models come in pairs, and each pair cuts the hosts in two
 * halves anew. So every host is in exactly half of the models, and every model has half of the
 * hosts (of an odd number one less or one more).
 *
 * @param members by model and host
 */
record MemberDesign(boolean[][] members) {

  /**
   * A design.
   *
   * @param models an even number
   */
  static MemberDesign of(int hosts, int models, long seed) {
    if (models < 2 || models % 2 != 0) {
      throw new IllegalArgumentException(
          "design of " + models + " models: expected an even number, at least 2");
    }
    boolean[][] members = new boolean[models][hosts];
    for (int pair = 0; pair < models / 2; pair++) {
      boolean[] half = half(hosts, CounterRandom.subKey(seed, pair));
      for (int h = 0; h < hosts; h++) {
        members[2 * pair][h] = half[h];
        members[2 * pair + 1][h] = !half[h];
      }
    }
    return new MemberDesign(members);
  }

  /** Half of the hosts, by {@code seed}; of an odd number the smaller half or the larger one. */
  static boolean[] half(int hosts, long seed) {
    List<Integer> order = new ArrayList<>();
    for (int h = 0; h < hosts; h++) {
      order.add(h);
    }
    for (int i = hosts - 1; i > 0; i--) {
      java.util.Collections.swap(order, i, CounterRandom.uniformInt(seed, i, i + 1));
    }
    boolean[] half = new boolean[hosts];
    order.subList(0, hosts / 2).forEach(h -> half[h] = true);
    return half;
  }

  /** The models that have host {@code host}. */
  List<Integer> modelsOf(int host) {
    List<Integer> models = new ArrayList<>();
    for (int k = 0; k < members.length; k++) {
      if (members[k][host]) {
        models.add(k);
      }
    }
    return models;
  }

  @Override
  public String toString() {
    return "design " + Arrays.deepToString(members);
  }
}
