package io.flowstan.trainer.privacy;

import io.flowstan.flow.Ipv4;
import io.flowstan.trainer.privacy.attack.Guess;
import io.flowstan.trainer.privacy.attack.LossAttack;
import io.flowstan.trainer.privacy.attack.LossTable;
import io.flowstan.trainer.privacy.shadow.HostLoss;
import io.flowstan.trainer.privacy.shadow.ShadowPlan.PlannedHost;
import io.flowstan.trainer.privacy.shadow.ShadowResults;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/** Guesses from what the same flows of some hosts cost the shadow models and a target. */
final class LossGuesses {
  private final List<PlannedHost> hosts = new ArrayList<>();
  private final LossTable table;

  /**
   * The losses of some hosts.
   *
   * @param which of the planned hosts
   * @param flows which of a host's flows
   */
  LossGuesses(
      ShadowResults shadows,
      Predicate<PlannedHost> which,
      Function<HostLoss, HostLoss.@Nullable Cost> flows) {
    List<Integer> places = new ArrayList<>();
    for (int h = 0; h < shadows.plan().hosts().size(); h++) {
      PlannedHost host = shadows.plan().hosts().get(h);
      if (which.test(host)) {
        hosts.add(host);
        places.add(h);
      }
    }
    int models = shadows.losses().size();
    double[][] nats = new double[models][hosts.size()];
    boolean[][] members = new boolean[models][hosts.size()];
    for (int k = 0; k < models; k++) {
      for (int h = 0; h < hosts.size(); h++) {
        HostLoss.Cost cost = flows.apply(shadows.losses().get(k).get(places.get(h)));
        if (cost == null) {
          throw new IllegalStateException(
              "shadow " + (k + 1) + ": no score of host " + hosts.get(h).address());
        }
        nats[k][h] = cost.natsPerFlow();
        members[k][h] = hosts.get(h).models().contains(k);
      }
    }
    table = new LossTable(nats, members);
  }

  /** Number of hosts. */
  int hosts() {
    return hosts.size();
  }

  /**
   * Each shadow in turn as the target, the references those of {@link ShadowResults#references};
   * all guesses together.
   */
  List<Guess> onShadows(LossAttack attack) {
    List<Guess> guesses = new ArrayList<>();
    for (int k = 0; k < table.models(); k++) {
      boolean[] member = table.members()[k];
      LossTable references = table.of(ShadowResults.references(table.models(), k));
      guesses.addAll(guesses(attack, references, table.nats()[k], host -> member[host]));
    }
    return guesses;
  }

  /**
   * Guesses on another model.
   *
   * @param nats what the same flows cost it, nats a flow by address; has all hosts
   * @param members addresses of those that it was trained on
   */
  List<Guess> on(LossAttack attack, Map<String, Double> nats, Predicate<String> members) {
    double[] target = new double[hosts.size()];
    for (int h = 0; h < target.length; h++) {
      String address = hosts.get(h).address();
      Double cost = nats.get(address);
      if (cost == null) {
        throw new IllegalStateException("target: no score of host " + address);
      }
      target[h] = cost;
    }
    return guesses(attack, table, target, host -> members.test(hosts.get(host).address()));
  }

  private List<Guess> guesses(
      LossAttack attack,
      LossTable references,
      double[] target,
      java.util.function.IntPredicate isMember) {
    double[] scores = attack.scores(references.levelled(), references.levelled(target));
    List<Guess> guesses = new ArrayList<>();
    for (int h = 0; h < scores.length; h++) {
      if (!Double.isNaN(scores[h])) {
        guesses.add(new Guess(Ipv4.parse(hosts.get(h).address()), isMember.test(h), scores[h]));
      }
    }
    return guesses;
  }
}
