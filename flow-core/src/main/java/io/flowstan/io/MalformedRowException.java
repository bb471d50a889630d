package io.flowstan.io;

/**
 * A row that is no flow: says what is wrong, not yet where. Without a stack trace, as a table of
 * which rows are skipped may hold many.
 */
final class MalformedRowException extends Exception {
  private static final long serialVersionUID = 1L;

  private final String kind;

  MalformedRowException(String kind, String message) {
    super(message, null, false, false);
    this.kind = kind;
  }

  /** What is wrong in one or two words, to count by: the field's name, or {@code columns}. */
  String kind() {
    return kind;
  }

  static MalformedRowException field(String field, CharSequence value, String expected) {
    return new MalformedRowException(
        field, "field '" + field + "' = \"" + value + "\": expected " + expected);
  }
}
