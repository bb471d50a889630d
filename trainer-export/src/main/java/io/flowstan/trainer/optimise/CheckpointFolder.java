package io.flowstan.trainer.optimise;

import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;
import java.util.stream.Stream;

/**
 * The checkpoints of one run: a folder that holds the last complete one as {@code checkpoint-N}.
 *
 * <p>Each is written beside as {@code *.partial}, forced to disk and renamed; only then the one
 * before is deleted. A kill at any moment so leaves a complete one. {@code state.json} says where
 * the run stands, {@code vectors.f32} holds the vectors, little endian, one after the other.
 */
public final class CheckpointFolder {
  private static final int FORMAT_VERSION = 1;
  private static final String PREFIX = "checkpoint-";
  private static final String PARTIAL = ".partial";
  private static final JsonMapper JSON = JsonMapper.builder().build();

  /** The whole of state.json. */
  private record Header(
      int formatVersion, int vectorLength, String sha256, CheckpointState state) {}

  /** A checkpoint read back. */
  record Saved(CheckpointState state, Vectors vectors) {}

  private final Path folder;

  public CheckpointFolder(Path folder) {
    this.folder = folder;
  }

  /** Whether there is a complete checkpoint. */
  public boolean holdsCheckpoint() {
    return !complete().isEmpty();
  }

  void save(CheckpointState state, Vectors vectors) {
    try {
      Files.createDirectories(folder);
      List<Path> before = complete();
      int number = before.isEmpty() ? 1 : number(before.get(before.size() - 1)) + 1;
      Path target = folder.resolve(String.format("%s%06d", PREFIX, number));
      Path partial = folder.resolve(target.getFileName() + PARTIAL);
      deleteTree(partial);
      Files.createDirectory(partial);
      byte[] bytes = bytes(vectors);
      write(partial.resolve("vectors.f32"), bytes);
      write(
          partial.resolve("state.json"),
          JSON.writerWithDefaultPrettyPrinter()
              .writeValueAsBytes(
                  new Header(FORMAT_VERSION, vectors.weights().length, sha256(bytes), state)));
      Files.move(partial, target, StandardCopyOption.ATOMIC_MOVE);
      for (Path old : before) {
        deleteTree(old);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(folder + ": cannot write a checkpoint: " + e, e);
    }
  }

  /** The last complete checkpoint, if there is one; refused where it is of another run. */
  Optional<Saved> load(Map<String, String> identity, int vectorLength) {
    List<Path> complete = complete();
    if (complete.isEmpty()) {
      return Optional.empty();
    }
    Path last = complete.get(complete.size() - 1);
    try {
      Header header = JSON.readValue(Files.readAllBytes(last.resolve("state.json")), Header.class);
      if (header.formatVersion() != FORMAT_VERSION) {
        throw new TrainingException(
            last + ": format version " + header.formatVersion() + ", expected " + FORMAT_VERSION);
      }
      requireSame(last, header.state().identity(), identity);
      byte[] bytes = Files.readAllBytes(last.resolve("vectors.f32"));
      if (!sha256(bytes).equals(header.sha256())
          || header.vectorLength() != vectorLength
          || bytes.length != 4L * Vectors.COUNT * vectorLength) {
        throw new TrainingException(
            last.resolve("vectors.f32") + ": damaged (its SHA-256 is not that of state.json)");
      }
      return Optional.of(new Saved(header.state(), vectors(bytes, vectorLength)));
    } catch (IOException e) {
      throw new TrainingException(last + ": cannot be read: " + e.getMessage(), e);
    }
  }

  /** Removes the checkpoints, and the folder where nothing else is in it. */
  public void delete() {
    try {
      for (Path path : entries()) {
        deleteTree(path);
      }
      if (Files.isDirectory(folder)) {
        try (Stream<Path> left = Files.list(folder)) {
          if (left.findAny().isEmpty()) {
            Files.delete(folder);
          }
        }
      }
    } catch (IOException e) {
      throw new UncheckedIOException(folder + ": cannot be deleted: " + e, e);
    }
  }

  private static void requireSame(Path where, Map<String, String> was, Map<String, String> is) {
    List<String> differences = new ArrayList<>();
    TreeSet<String> names = new TreeSet<>(was.keySet());
    names.addAll(is.keySet());
    for (String name : names) {
      String then = was.getOrDefault(name, "not set");
      String now = is.getOrDefault(name, "not set");
      if (!then.equals(now)) {
        differences.add(name + ": " + then + " in the checkpoint, " + now + " now");
      }
    }
    if (!differences.isEmpty()) {
      throw new TrainingException(
          where
              + ": the checkpoint is of another run ("
              + String.join("; ", differences)
              + "); resume with the same options and data, or start anew in another folder");
    }
  }

  private List<Path> complete() {
    return entries().stream()
        .filter(path -> !path.toString().endsWith(PARTIAL))
        .sorted(Comparator.comparingInt(CheckpointFolder::number))
        .toList();
  }

  private List<Path> entries() {
    if (!Files.isDirectory(folder)) {
      return List.of();
    }
    List<Path> entries = new ArrayList<>();
    try (DirectoryStream<Path> paths = Files.newDirectoryStream(folder, PREFIX + "*")) {
      for (Path path : paths) {
        if (path.getFileName().toString().matches(PREFIX + "\\d{6,9}(\\.partial)?")) {
          entries.add(path);
        }
      }
      return entries;
    } catch (IOException e) {
      throw new UncheckedIOException(folder + ": cannot be listed: " + e, e);
    }
  }

  private static int number(Path checkpoint) {
    return Integer.parseInt(checkpoint.getFileName().toString().substring(PREFIX.length()));
  }

  private static byte[] bytes(Vectors vectors) {
    ByteBuffer bytes =
        ByteBuffer.allocate(4 * Vectors.COUNT * vectors.weights().length)
            .order(ByteOrder.LITTLE_ENDIAN);
    for (float[] vector : vectors.inOrder()) {
      bytes.asFloatBuffer().put(vector);
      bytes.position(bytes.position() + 4 * vector.length);
    }
    return bytes.array();
  }

  private static Vectors vectors(byte[] bytes, int length) {
    float[][] vectors = new float[Vectors.COUNT][length];
    ByteBuffer buffer = ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
    for (float[] vector : vectors) {
      buffer.asFloatBuffer().get(vector);
      buffer.position(buffer.position() + 4 * length);
    }
    return Vectors.of(vectors);
  }

  private static void write(Path file, byte[] bytes) throws IOException {
    try (FileChannel channel =
        FileChannel.open(file, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE)) {
      ByteBuffer rest = ByteBuffer.wrap(bytes);
      while (rest.hasRemaining()) {
        channel.write(rest);
      }
      channel.force(true);
    }
  }

  private static void deleteTree(Path root) throws IOException {
    if (!Files.exists(root)) {
      return;
    }
    try (Stream<Path> paths = Files.walk(root)) {
      for (Path path : paths.sorted(Comparator.reverseOrder()).toList()) {
        Files.delete(path);
      }
    }
  }

  private static String sha256(byte[] bytes) {
    try {
      return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every JDK has SHA-256", e);
    }
  }
}
