package io.flowstan.bundle;

import java.io.IOException;

/**
 * A bundle that cannot be used: the message says which file of which bundle, why, and what to do.
 */
public final class BundleException extends IOException {
  public BundleException(String message) {
    super(message);
  }

  public BundleException(String message, Throwable cause) {
    super(message, cause);
  }
}
