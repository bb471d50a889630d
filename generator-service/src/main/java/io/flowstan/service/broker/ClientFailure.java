package io.flowstan.service.broker;

import java.util.Map;
import org.apache.kafka.common.errors.AuthorizationException;
import org.apache.kafka.common.errors.SaslAuthenticationException;
import org.apache.kafka.common.errors.SslAuthenticationException;

/**
 * Why a Kafka client failed, in one line that says what to look at and none of the client's
 * secrets.
 */
public final class ClientFailure {
  private ClientFailure() {}

  /**
   * The message of {@code failure}, of its last cause where that is another, and what to do about
   * it.
   *
   * @param client the settings of the client that failed
   */
  public static String explain(Throwable failure, Map<String, ?> client) {
    String outer = message(failure);
    String inner = message(last(failure));
    String text = outer.contains(inner) ? outer : outer + ": " + inner;
    String advice = advice(failure);
    String told = new ClientSecrets(client).hide(text);
    return advice.isEmpty() ? told : told.replaceFirst("\\.$", "") + advice;
  }

  private static String advice(Throwable failure) {
    for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
      if (cause instanceof SaslAuthenticationException) {
        return "; correct sasl.mechanism and sasl.jaas.config, or let the cluster know the user";
      }
      if (cause instanceof SslAuthenticationException) {
        return "; correct ssl.truststore.location, which must hold the broker's certificate or its"
            + " issuer, and use a host name that the certificate holds";
      }
      if (cause instanceof AuthorizationException) {
        return "; let the user do it: docs/operations.md lists what the service needs";
      }
    }
    return "";
  }

  private static Throwable last(Throwable failure) {
    Throwable cause = failure;
    while (cause.getCause() != null) {
      cause = cause.getCause();
    }
    return cause;
  }

  private static String message(Throwable failure) {
    return failure.getMessage() == null
        ? failure.getClass().getSimpleName()
        : failure.getMessage().strip();
  }
}
