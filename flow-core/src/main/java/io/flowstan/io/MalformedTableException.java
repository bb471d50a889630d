package io.flowstan.io;

import java.io.IOException;

/** A table that cannot be read on: the message names file, line, field, value and expectation. */
public final class MalformedTableException extends IOException {
  private static final long serialVersionUID = 1L;

  MalformedTableException(String message) {
    super(message);
  }

  MalformedTableException(String message, Throwable cause) {
    super(message, cause);
  }
}
