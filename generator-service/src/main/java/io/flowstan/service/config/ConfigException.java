package io.flowstan.service.config;

import java.util.List;
import java.util.stream.Collectors;

/** All that is wrong with a configuration, each problem with its place and its path. */
public final class ConfigException extends RuntimeException {
  private static final long serialVersionUID = 1;

  private final transient List<ConfigProblem> problems;

  ConfigException(List<ConfigProblem> problems) {
    super(problems.stream().map(ConfigProblem::toString).collect(Collectors.joining("\n")));
    this.problems = List.copyOf(problems);
  }

  /** What is wrong, in the order of the settings. */
  public List<ConfigProblem> found() {
    return problems;
  }

  /** One line a problem, such as {@code pacing.speeed: unknown key (did you mean 'speed'?)}. */
  public List<String> problems() {
    return problems.stream().map(ConfigProblem::text).toList();
  }
}
