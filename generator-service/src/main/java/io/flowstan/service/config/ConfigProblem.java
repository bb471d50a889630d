package io.flowstan.service.config;

/**
 * Something wrong with a setting.
 *
 * @param place where it stands, such as {@code service.yaml:12} or {@code FLOWSTAN_ADMIN_PORT}
 * @param path the setting, such as {@code admin.port}; empty for the whole
 * @param text what is wrong and what instead, with the path
 */
public record ConfigProblem(String place, String path, String text) {
  private static final int MAX_LENGTH = 500;

  public ConfigProblem {
    // what was written is quoted: it may be anything
    String printable = text.replaceAll("\\p{Cntrl}", "?");
    text =
        printable.length() <= MAX_LENGTH ? printable : printable.substring(0, MAX_LENGTH) + " ...";
  }

  @Override
  public String toString() {
    return place + ": " + text;
  }
}
