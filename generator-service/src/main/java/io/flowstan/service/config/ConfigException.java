package io.flowstan.service.config;

import java.util.List;

/** All that is wrong with a configuration, each problem with its path. */
public final class ConfigException extends RuntimeException {
  private static final long serialVersionUID = 1;

  private final transient List<String> problems;

  ConfigException(String source, List<String> problems) {
    super(source + ": " + String.join("\n  ", problems));
    this.problems = List.copyOf(problems);
  }

  /** One line a problem, such as {@code pacing.speeed: unknown key (did you mean 'speed'?)}. */
  public List<String> problems() {
    return problems;
  }
}
