package io.flowstan.trainer.privacy;

import io.flowstan.trainer.privacy.attack.Guess;
import io.flowstan.trainer.privacy.attack.LossAttack;
import io.flowstan.trainer.privacy.shadow.HostLoss;
import io.flowstan.trainer.privacy.shadow.ShadowPlan.PlannedHost;
import io.flowstan.trainer.privacy.shadow.ShadowResults;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.IntStream;

/**
 * The attacks on targets whose members are known: shadow models, canaries, the overfitted control
 * and a copy. They say what the attacks are worth.
 */
final class ControlAttacks {
  /** The target that every attack has to catch. */
  static final String CONTROL = "overfitted control";

  /** The target that attacks on made flows have to catch. */
  static final String COPY = "a copy of half of the hosts";

  private static final String SHADOWS = "shadow models, one at a time";
  private static final String CANARIES = "canaries' marked flows, shadow models";

  private final ShadowResults shadows;
  private final AskedHosts hosts;
  private final FlowGuesses flowGuesses;
  private final AttackLog log;

  ControlAttacks(ShadowResults shadows, AskedHosts hosts, FlowGuesses flowGuesses, AttackLog log) {
    this.shadows = shadows;
    this.hosts = hosts;
    this.flowGuesses = flowGuesses;
    this.log = log;
  }

  /** All of them, with their verdicts. */
  void run() {
    losses();
    madeFlows();
    for (LossAttack attack : PrivacyStudy.LOSS_ATTACKS) {
      log.judgeControl(attack.title(), CONTROL);
    }
    log.judgeControl(PrivacyStudy.DENSITY_RATIO, CONTROL);
    log.judgeControl(PrivacyStudy.DENSITY_RATIO, COPY);
  }

  /** What losses tell of shadow models, canaries and the control. */
  private void losses() {
    LossGuesses all = new LossGuesses(shadows, host -> !host.canary(), HostLoss::scored);
    LossGuesses first = new LossGuesses(shadows, host -> !host.canary(), HostLoss::first);
    LossGuesses marked = new LossGuesses(shadows, PlannedHost::canary, HostLoss::marked);
    Map<String, Double> control = new HashMap<>();
    shadows.control().forEach(loss -> control.put(loss.address(), loss.first().natsPerFlow()));
    Set<String> members = new HashSet<>();
    shadows.plan().hosts().stream()
        .filter(PlannedHost::control)
        .forEach(host -> members.add(host.address()));
    for (LossAttack attack : PrivacyStudy.LOSS_ATTACKS) {
      log.add(attack.title(), SHADOWS, all.onShadows(attack));
      if (marked.hosts() > 1) {
        log.addUndrawn(attack.title(), CANARIES, marked.onShadows(attack));
      }
      log.add(attack.title(), CONTROL, first.on(attack, control, members::contains));
    }
  }

  /** What made flows tell of shadow models, the control and a copy. */
  private void madeFlows() {
    List<List<Guess>> byModel =
        IntStream.range(0, shadows.samples().size())
            .parallel()
            .mapToObj(k -> flowGuesses.onShadow(k, host -> hosts.inShadow(host, k)))
            .toList();
    log.add(PrivacyStudy.DENSITY_RATIO, SHADOWS, byModel.stream().flatMap(List::stream).toList());
    Set<Integer> members = hosts.inControl();
    log.add(
        PrivacyStudy.DENSITY_RATIO,
        CONTROL,
        flowGuesses.onFirst(
            shadows.plan().settings().controlFlows(), shadows.controlSample(), members::contains));
    log.addUndrawn(
        PrivacyStudy.DENSITY_RATIO,
        COPY,
        flowGuesses.on(hosts.table().of(members), members::contains));
  }
}
