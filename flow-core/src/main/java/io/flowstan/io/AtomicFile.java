package io.flowstan.io;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import org.jspecify.annotations.Nullable;

/**
 * A file that appears whole or not at all: written beside its place and moved there by {@link
 * #commit()}; closing without that removes what was written.
 *
 * <p>A target that exists and is no regular file, such as {@code /dev/null} or a pipe, is written
 * directly.
 */
public final class AtomicFile implements AutoCloseable {
  private final Path target;
  private final @Nullable Path part;
  private final OutputStream out;
  private boolean done;

  private AtomicFile(Path target, @Nullable Path part, OutputStream out) {
    this.target = target;
    this.part = part;
    this.out = out;
  }

  /** Starts writing {@code target}; its folder is made where it is missing. */
  public static AtomicFile open(Path target) throws IOException {
    if (Files.isDirectory(target)) {
      throw new IOException(target + ": is a directory: expected a file to write");
    }
    if (Files.exists(target) && !Files.isRegularFile(target)) {
      return new AtomicFile(target, null, Files.newOutputStream(target));
    }
    // through a link to the file behind it, which the move would otherwise replace
    Path place = Files.exists(target) ? target.toRealPath() : target.toAbsolutePath();
    Path folder = place.getParent();
    if (folder != null) {
      Files.createDirectories(folder);
    }
    Path part =
        place.resolveSibling(
            "." + place.getFileName() + "." + ProcessHandle.current().pid() + ".part");
    part.toFile().deleteOnExit(); // where the program is interrupted
    return new AtomicFile(place, part, Files.newOutputStream(part));
  }

  /** Where to write. */
  public OutputStream out() {
    return out;
  }

  /** Whether the target is a file that will be there afterwards, not a device or a pipe. */
  public boolean isRegular() {
    return part != null;
  }

  /** Finishes: the target holds what was written. */
  public void commit() throws IOException {
    out.close();
    if (part != null) {
      Files.move(part, target, StandardCopyOption.REPLACE_EXISTING);
    }
    done = true;
  }

  @Override
  public void close() throws IOException {
    if (!done) {
      done = true;
      try {
        out.close();
      } finally {
        if (part != null) {
          Files.deleteIfExists(part);
        }
      }
    }
  }
}
