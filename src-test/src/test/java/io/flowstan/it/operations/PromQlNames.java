package io.flowstan.it.operations;

import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The metric and label names that occur in a PromQL expression. */
public record PromQlNames(Set<String> metrics, Set<String> labels) {
  private static final Pattern GROUPING =
      Pattern.compile("\\b(?:by|without|on|ignoring|group_left|group_right)\\s*\\(([^)]*)\\)");
  private static final Pattern MATCHERS = Pattern.compile("\\{([^}]*)}");
  private static final Pattern MATCHER_LABEL = Pattern.compile("([a-zA-Z_]\\w*)\\s*(?:=~|!~|!=|=)");
  private static final Pattern RANGE = Pattern.compile("\\[[^]]*]");
  private static final Pattern NAME =
      Pattern.compile("(?<![\\w.$])([a-zA-Z_:][\\w:]*)(?!\\w*\\s*\\()");
  private static final Set<String> WORDS =
      Set.of("and", "or", "unless", "bool", "offset", "by", "without", "on", "ignoring");

  /** The names in {@code expression}. */
  public static PromQlNames of(String expression) {
    Set<String> labels = new TreeSet<>();
    String rest = expression.replaceAll("\"[^\"]*\"", "\"\"");
    for (Matcher matchers = MATCHERS.matcher(rest); matchers.find(); ) {
      for (Matcher label = MATCHER_LABEL.matcher(matchers.group(1)); label.find(); ) {
        labels.add(label.group(1));
      }
    }
    rest = MATCHERS.matcher(rest).replaceAll("");
    for (Matcher grouping = GROUPING.matcher(rest); grouping.find(); ) {
      for (String label : grouping.group(1).split(",", -1)) {
        labels.add(label.strip());
      }
    }
    rest = RANGE.matcher(GROUPING.matcher(rest).replaceAll("")).replaceAll("");
    Set<String> metrics = new TreeSet<>();
    for (Matcher name = NAME.matcher(rest); name.find(); ) {
      if (!WORDS.contains(name.group(1))) {
        metrics.add(name.group(1));
      }
    }
    return new PromQlNames(metrics, labels);
  }
}
