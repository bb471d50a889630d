package io.flowstan.service.command;

import io.flowstan.cli.UsageException;
import io.flowstan.service.config.EnvironmentSettings;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The bearer token of the admin port: the first line of a file, or an environment variable. */
final class AdminToken {
  private AdminToken() {}

  /**
   * The token.
   *
   * @param file holds it; null where the environment may
   * @return null where there is none
   * @throws UsageException where it cannot be sent in a header
   */
  static @Nullable String read(@Nullable Path file, Map<String, String> environment)
      throws IOException {
    String place = file == null ? EnvironmentSettings.TOKEN : file + ", first line";
    String token = file == null ? environment.get(place) : firstLine(file);
    if (token == null) {
      return null;
    }
    if (!token.matches("[!-~]+")) {
      throw new UsageException(
          place + ": expected a token of letters, digits and signs, without a space");
    }
    return token;
  }

  /** The first line of a file that holds a secret, empty where it has none. */
  static String firstLine(Path file) throws IOException {
    if (Files.size(file) > 64 * 1024) {
      throw new UsageException(file + ": too long for a secret");
    }
    return Files.readString(file).lines().findFirst().orElse("").strip();
  }
}
