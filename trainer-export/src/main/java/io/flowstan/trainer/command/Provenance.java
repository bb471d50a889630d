package io.flowstan.trainer.command;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.DigestInputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Collections;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Where a model comes from, for its manifest: nothing here depends on the clock or on where the
 * files lay, so that the same run gives the same record.
 *
 * @param command the command line that repeats the run, files by name only
 * @param program name and version of the trainer
 * @param java version of the runtime
 * @param engine what computed, with the number of threads
 * @param data the files read
 * @param settings of the optimiser, by name
 */
public record Provenance(
    String command,
    String program,
    String java,
    String engine,
    List<DataFile> data,
    Map<String, String> settings) {
  /** A file by name and content. */
  public record DataFile(String name, long bytes, String sha256) {
    /** Reads the file once. */
    public static DataFile of(Path file) throws IOException {
      try {
        MessageDigest digest = MessageDigest.getInstance("SHA-256");
        long bytes;
        try (InputStream in = new DigestInputStream(Files.newInputStream(file), digest)) {
          bytes = in.transferTo(OutputStream.nullOutputStream());
        }
        return new DataFile(
            file.getFileName().toString(), bytes, HexFormat.of().formatHex(digest.digest()));
      } catch (NoSuchAlgorithmException e) {
        throw new IllegalStateException("every JDK has SHA-256", e);
      }
    }
  }

  public Provenance {
    data = List.copyOf(data);
    settings = Collections.unmodifiableMap(new LinkedHashMap<>(settings));
  }
}
