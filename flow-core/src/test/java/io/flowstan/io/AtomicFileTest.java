package io.flowstan.io;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.flowstan.testing.SeededFlows;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class AtomicFileTest {
  @TempDir private Path folder;

  @Test
  void withoutACommitNothingIsLeft() throws IOException {
    try (FlowWriter writer = FlowWriter.open(folder.resolve("x.csv"), FlowFormat.UGR16)) {
      writer.write(SeededFlows.list(1, 1).get(0));
    }

    assertThat(folder).isEmptyDirectory();
  }

  @Test
  void withoutACommitTheOldFileStays() throws IOException {
    Path target = Files.writeString(folder.resolve("x.csv"), "old");

    try (AtomicFile file = AtomicFile.open(target)) {
      file.out().write('n');
    }

    assertThat(target).hasContent("old");
    assertThat(folder).isDirectoryContaining(target::equals);
  }

  @Test
  void aCommitReplacesTheFileAlsoBehindALink() throws IOException {
    Path target = Files.writeString(folder.resolve("x.csv"), "old");
    Path link = Files.createSymbolicLink(folder.resolve("link.csv"), target);

    try (AtomicFile file = AtomicFile.open(link)) {
      file.out().write('n');
      file.commit();
    }

    assertThat(target).hasContent("n");
    assertThat(link).isSymbolicLink();
  }

  @Test
  void missingFoldersAreMade() throws IOException {
    Path target = folder.resolve("a/b/x.csv");

    try (AtomicFile file = AtomicFile.open(target)) {
      file.commit();
    }

    assertThat(target).isEmptyFile();
  }

  @Test
  void aFolderIsRefused() {
    assertThatThrownBy(() -> AtomicFile.open(folder))
        .hasMessage(folder + ": is a directory: expected a file to write");
  }

  @Test
  void aDeviceIsWrittenInPlace() throws IOException {
    Path device = Path.of("/dev/null");

    try (FlowWriter writer = FlowWriter.open(device, FlowFormat.UGR16)) {
      writer.write(SeededFlows.list(1, 1).get(0));
      writer.commit();
      assertThat(writer.isRegular()).isFalse();
    }

    assertThat(Files.isRegularFile(device)).isFalse();
  }

  @Test
  void aTableWithoutFlowsHasItsHeader() throws IOException {
    Path target = folder.resolve("x.csv");

    try (FlowWriter writer = FlowWriter.open(target, FlowFormat.NFDUMP)) {
      writer.commit();
    }

    assertThat(Files.readString(target)).startsWith("ts,te,td").endsWith(",tr\n");
  }
}
