package io.flowstan.service.registry;

/**
 * A schema registry's refusal or silence: which registry, which subject, and what to do instead.
 */
public final class RegistryException extends RuntimeException {
  private static final long serialVersionUID = 1;

  public RegistryException(String message) {
    super(message);
  }

  public RegistryException(String message, Throwable cause) {
    super(message, cause);
  }
}
