package io.flowstan.trainer.evaluate;

import io.flowstan.cli.UsageException;
import io.flowstan.trainer.baseline.Baseline;
import io.flowstan.trainer.baseline.BayesianBaseline;
import io.flowstan.trainer.baseline.BayesianNetworkBaseline;
import io.flowstan.trainer.baseline.IndependentMixtures;
import io.flowstan.trainer.baseline.RowBootstrap;
import io.flowstan.trainer.table.FlowTable;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Collectors;

/** The baselines by the names that the command line has for them. */
enum BaselineKind {
  B1 {
    @Override
    Baseline fit(FlowTable training, long seed) {
      return IndependentMixtures.fit(training, seed);
    }
  },
  B2 {
    @Override
    Baseline fit(FlowTable training, long seed) {
      return BayesianBaseline.fit(training);
    }
  },
  B3 {
    @Override
    Baseline fit(FlowTable training, long seed) {
      return BayesianNetworkBaseline.inRow(training);
    }
  },
  B3S {
    @Override
    Baseline fit(FlowTable training, long seed) {
      return BayesianNetworkBaseline.sequential(training);
    }
  },
  B4 {
    @Override
    Baseline fit(FlowTable training, long seed) {
      return RowBootstrap.fit(training);
    }
  };

  abstract Baseline fit(FlowTable training, long seed);

  /** Its name on the command line and in reports. */
  String key() {
    return name().toLowerCase(Locale.ROOT);
  }

  /** What {@code --baselines} asks for. */
  static Set<BaselineKind> parse(List<String> names) {
    if (names.equals(List.of("all"))) {
      return EnumSet.allOf(BaselineKind.class);
    }
    Set<BaselineKind> kinds = EnumSet.noneOf(BaselineKind.class);
    if (names.equals(List.of("none"))) {
      return kinds;
    }
    for (String name : names) {
      kinds.add(
          Arrays.stream(values())
              .filter(kind -> kind.key().equals(name.strip()))
              .findFirst()
              .orElseThrow(
                  () ->
                      new UsageException(
                          "--baselines: unknown baseline '"
                              + name
                              + "': expected all, none or some of "
                              + Arrays.stream(values())
                                  .map(BaselineKind::key)
                                  .collect(Collectors.joining(",")))));
    }
    return kinds;
  }
}
