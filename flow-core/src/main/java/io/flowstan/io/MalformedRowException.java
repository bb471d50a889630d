package io.flowstan.io;

/**
 * A row that is no flow: says what is wrong, not yet where. Without a stack trace, as a table of
 * which rows are skipped may hold many.
 */
final class MalformedRowException extends Exception {
  private static final long serialVersionUID = 1L;

  MalformedRowException(String message) {
    super(message, null, false, false);
  }

  static MalformedRowException field(String field, CharSequence value, String expected) {
    return new MalformedRowException(
        "field '" + field + "' = \"" + value + "\": expected " + expected);
  }
}
