package io.flowstan.trainer.privacy.attack;

import io.flowstan.random.CounterRandom;
import io.flowstan.trainer.metric.twosample.RocCurve;
import io.flowstan.trainer.report.Interval;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * How well guesses tell members from others: area under the ROC curve, and the share of members
 * found where at most 5 % of the others are taken for members, both with the 5 % and 95 % points of
 * a bootstrap over hosts. A host that is drawn brings all its guesses along, whatever the target:
 * guesses of one host move together.
 *
 * @param hosts number of different hosts
 * @param members number of guesses on members
 * @param others number of guesses on others
 */
public record AttackFigures(
    int hosts, int members, int others, Interval auc, Interval truePositiveRate) {
  /** At most so many of the others may be taken for members. */
  public static final double FALSE_POSITIVE_RATE = .05;

  private static final int ROUNDS = 1_000;
  private static final double TAIL = .05;

  /** The figures of {@code guesses}; empty where there is no member or nobody else. */
  public static Optional<AttackFigures> of(List<Guess> guesses, long seed) {
    Weighing weighing = new Weighing(guesses);
    int members = (int) guesses.stream().filter(Guess::member).count();
    if (members == 0 || members == guesses.size()) {
      return Optional.empty();
    }
    int[] once = new int[weighing.hosts];
    Arrays.fill(once, 1);
    double[] whole = weighing.figures(once);
    List<double[]> rounds = new ArrayList<>();
    int[] times = new int[weighing.hosts];
    for (int round = 0; round < ROUNDS; round++) {
      long key = CounterRandom.subKey(seed, round);
      Arrays.fill(times, 0);
      for (int draw = 0; draw < times.length; draw++) {
        times[CounterRandom.uniformInt(key, draw, times.length)]++;
      }
      double[] figures = weighing.figures(times);
      // a draw without members, or with nobody else, says nothing
      if (figures.length > 0) {
        rounds.add(figures);
      }
    }
    return Optional.of(
        new AttackFigures(
            weighing.hosts,
            members,
            guesses.size() - members,
            interval(whole, rounds, 0),
            interval(whole, rounds, 1)));
  }

  /** The curve that the figures are of. */
  public static RocCurve curve(List<Guess> guesses) {
    return RocCurve.of(
        guesses.stream().filter(guess -> !guess.member()).mapToDouble(Guess::score).toArray(),
        guesses.stream().filter(Guess::member).mapToDouble(Guess::score).toArray());
  }

  private static Interval interval(double[] whole, List<double[]> rounds, int figure) {
    double[] values = rounds.stream().mapToDouble(round -> round[figure]).sorted().toArray();
    if (values.length == 0) {
      return new Interval(whole[figure], whole[figure], whole[figure]);
    }
    int low = (int) Math.round(TAIL * (values.length - 1));
    return new Interval(whole[figure], values[low], values[values.length - 1 - low]);
  }

  /** Guesses from the highest score to the lowest, each with the number of its host. */
  private static final class Weighing {
    private final int hosts;
    private final int[] host;
    private final boolean[] member;
    private final double[] score;

    Weighing(List<Guess> guesses) {
      Map<Integer, Integer> numbers = new LinkedHashMap<>();
      for (Guess guess : guesses) {
        numbers.putIfAbsent(guess.host(), numbers.size());
      }
      hosts = numbers.size();
      List<Guess> sorted = new ArrayList<>(guesses);
      sorted.sort(Comparator.comparingDouble(Guess::score).reversed());
      host = sorted.stream().mapToInt(guess -> numbers.getOrDefault(guess.host(), 0)).toArray();
      score = sorted.stream().mapToDouble(Guess::score).toArray();
      member = new boolean[sorted.size()];
      for (int i = 0; i < member.length; i++) {
        member[i] = sorted.get(i).member();
      }
    }

    /** AUC and TPR where each host counts {@code times}; nothing where a side is empty. */
    double[] figures(int[] times) {
      long members = 0;
      long others = 0;
      for (int i = 0; i < host.length; i++) {
        members += member[i] ? times[host[i]] : 0;
        others += member[i] ? 0 : times[host[i]];
      }
      if (members == 0 || others == 0) {
        return new double[0];
      }
      long found = 0;
      long wrong = 0;
      double area = 0;
      double rate = 0;
      for (int i = 0; i < host.length; ) {
        long tiedMembers = 0;
        long tiedOthers = 0;
        double tie = score[i];
        for (; i < host.length && score[i] == tie; i++) {
          tiedMembers += member[i] ? times[host[i]] : 0;
          tiedOthers += member[i] ? 0 : times[host[i]];
        }
        area += tiedOthers * (found + tiedMembers / 2.0);
        found += tiedMembers;
        wrong += tiedOthers;
        if (wrong <= FALSE_POSITIVE_RATE * others) {
          rate = (double) found / members;
        }
      }
      return new double[] {area / members / others, rate};
    }
  }
}
