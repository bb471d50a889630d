package io.flowstan.service.command;

import io.flowstan.cli.UsageException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** The bearer token of the admin port: the first line of a file. */
final class AdminToken {
  private AdminToken() {}

  /**
   * Reads it.
   *
   * @throws UsageException where the file holds none
   */
  static String read(Path file) throws IOException {
    String token = Files.readString(file).lines().findFirst().orElse("").strip();
    if (token.isEmpty()) {
      throw new UsageException(file + ": its first line is empty, expected a token");
    }
    return token;
  }
}
