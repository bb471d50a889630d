package io.flowstan.service.replay;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/**
 * What tells whether a table is the one that it was.
 *
 * @param name the file's name, for messages: a table may be moved
 * @param bytes the file's size
 * @param sha256 digest of its bytes as they lie on disk, hexadecimal
 */
public record TableIdentity(String name, long bytes, String sha256) {
  private static final int BUFFER_BYTES = 1 << 16;

  /** Reads the whole file at {@code table}. */
  public static TableIdentity of(Path table) throws IOException {
    MessageDigest digest;
    try {
      digest = MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every JDK has SHA-256", e);
    }
    long bytes = 0;
    try (InputStream in = Files.newInputStream(table)) {
      byte[] buffer = new byte[BUFFER_BYTES];
      for (int count = in.read(buffer); count >= 0; count = in.read(buffer)) {
        digest.update(buffer, 0, count);
        bytes += count;
      }
    }
    return new TableIdentity(
        String.valueOf(table.getFileName()), bytes, HexFormat.of().formatHex(digest.digest()));
  }

  /** Whether {@code other} holds the same bytes. */
  boolean isSameAs(TableIdentity other) {
    return bytes == other.bytes && sha256.equals(other.sha256);
  }

  @Override
  public String toString() {
    return String.format("%s of %d bytes, SHA-256 %.12s...", name, bytes, sha256);
  }
}
