package io.flowstan.trainer.privacy;

import io.flowstan.random.CounterRandom;
import io.flowstan.trainer.metric.twosample.RocCurve;
import io.flowstan.trainer.privacy.attack.AttackFigures;
import io.flowstan.trainer.privacy.attack.Guess;
import io.flowstan.trainer.report.Privacy;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What attacks found so far, and what follows from it in words. */
final class AttackLog {
  private final long seed;
  private final List<Privacy.Attack> rows = new ArrayList<>();
  private final List<String> verdicts = new ArrayList<>();
  private final List<String> notes = new ArrayList<>();
  private final Map<String, RocCurve> curves = new LinkedHashMap<>();

  /**
   * @param seed of the bootstrap over hosts
   */
  AttackLog(long seed) {
    this.seed = seed;
  }

  List<Privacy.Attack> rows() {
    return List.copyOf(rows);
  }

  List<String> verdicts() {
    return List.copyOf(verdicts);
  }

  /** How to read it. */
  List<String> notes() {
    return List.copyOf(notes);
  }

  /** By target, of the first attack on it. */
  Map<String, RocCurve> curves() {
    return java.util.Collections.unmodifiableMap(new LinkedHashMap<>(curves));
  }

  void note(String note) {
    notes.add(note);
  }

  void add(Privacy.Attack row) {
    rows.add(row);
  }

  /** Adds guesses that are worth a picture. */
  void add(String attack, String target, List<Guess> guesses) {
    addUndrawn(attack, target, guesses);
    if (guesses.stream().map(Guess::member).distinct().count() == 2) {
      curves.putIfAbsent(target, AttackFigures.curve(guesses));
    }
  }

  /** Adds guesses without a picture. */
  void addUndrawn(String attack, String target, List<Guess> guesses) {
    AttackFigures.of(guesses, CounterRandom.subKey(seed, 3))
        .ifPresentOrElse(
            figures ->
                rows.add(
                    new Privacy.Attack(
                        attack,
                        target,
                        figures.hosts(),
                        figures.members(),
                        figures.others(),
                        figures.auc(),
                        figures.truePositiveRate())),
            () -> notes.add(attack + ", " + target + ": absent, for want of members or others"));
  }

  /** Says whether {@code attack} catches a target that is known to leak. */
  void judgeControl(String attack, String control) {
    Privacy.Attack row = row(attack, control);
    if (row != null) {
      verdicts.add(
          String.format(
              Locale.ROOT,
              "%s, %s: AUC %.3f, %s",
              attack,
              control,
              row.auc().value(),
              isCaught(row)
                  ? "caught"
                  : String.format(
                      Locale.ROOT,
                      "not above %.1f: the attack is too weak to say anything of its kind",
                      PrivacyStudy.CAUGHT)));
    }
  }

  /** Says what {@code attack} finds of a target, if it catches {@code control}. */
  void judge(String attack, String control, String target) {
    Privacy.Attack row = row(attack, target);
    Privacy.Attack known = row(attack, control);
    if (row == null || known == null) {
      return;
    }
    String says =
        !isCaught(known)
            ? "says nothing: the attack does not catch its control"
            : row.auc().low() > .5
                ? "members are told from others better than by chance"
                : "members are not told from others beyond chance";
    verdicts.add(String.format(Locale.ROOT, "%s, %s: AUC %s, %s", attack, target, row.auc(), says));
  }

  private Privacy.@Nullable Attack row(String attack, String target) {
    return rows.stream()
        .filter(row -> row.attack().equals(attack) && row.target().equals(target))
        .findFirst()
        .orElse(null);
  }

  private static boolean isCaught(Privacy.Attack control) {
    return control.auc().value() > PrivacyStudy.CAUGHT;
  }
}
