package io.flowstan.service.broker;

import java.util.Comparator;
import java.util.Locale;
import java.util.Map;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** The secrets among a client's settings, to keep them out of what people read. */
public final class ClientSecrets {
  /** What stands in the place of a secret, as in Kafka's own logs. */
  private static final String HIDDEN = "[hidden]";

  private static final Pattern SECRET_KEY =
      Pattern.compile(
          ".*(password|secret|jaas\\.config|user\\.info|auth\\.token|keystore\\.key).*");

  /** An option of a JAAS login module: {@code password="..."}, with or without quotes. */
  private static final Pattern JAAS_OPTION =
      Pattern.compile("([\\w.]+)\\s*=\\s*(?:\"([^\"]*)\"|'([^']*)'|([^\\s;]+))");

  /** Shorter ones would blacken half of a message, and protect nothing. */
  private static final int SHORTEST = 4;

  /** Longest first: one may hold another. */
  private final SortedSet<String> secrets =
      new TreeSet<>(
          Comparator.comparingInt(String::length)
              .reversed()
              .thenComparing(Comparator.naturalOrder()));

  /** The secrets of {@code settings}, by the names of the settings. */
  public ClientSecrets(Map<String, ?> settings) {
    settings.forEach((key, value) -> take(key, String.valueOf(value)));
  }

  /** Whether the value of {@code key} is one. */
  public static boolean isSecret(String key) {
    return SECRET_KEY.matcher(key.toLowerCase(Locale.ROOT)).matches();
  }

  /** {@code text} without them. */
  public String hide(String text) {
    String hidden = text;
    for (String secret : secrets) {
      hidden = hidden.replace(secret, HIDDEN);
    }
    return hidden;
  }

  private void take(String key, String value) {
    if (!isSecret(key)) {
      return;
    }
    add(value);
    if (key.endsWith("sasl.jaas.config")) {
      for (Matcher option = JAAS_OPTION.matcher(value); option.find(); ) {
        if (!option.group(1).equals("username")) {
          for (int group = 2; group <= 4; group++) {
            add(option.group(group));
          }
        }
      }
    } else if (key.endsWith("user.info")) {
      add(value.substring(value.indexOf(':') + 1));
    }
  }

  private void add(@Nullable String secret) {
    if (secret != null && secret.length() >= SHORTEST) {
      secrets.add(secret);
    }
  }
}
