package io.flowstan.io;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.flowstan.flow.Ipv4;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class HostListTest {
  @TempDir private Path folder;

  @Test
  void readingGivesTheOrderOfTheFileAndWritingItsBytes() throws IOException {
    Path file = folder.resolve("x.hosts");
    Files.writeString(file, "10.0.0.9\n10.0.0.1\n");

    HostList hosts = HostList.read(file);
    hosts.write(folder.resolve("again.hosts"));

    assertThat(hosts.addresses()).containsExactly(Ipv4.parse("10.0.0.9"), Ipv4.parse("10.0.0.1"));
    assertThat(folder.resolve("again.hosts")).hasSameBinaryContentAs(file);
  }

  @Test
  void aRepeatedHostIsRefusedWithItsLine() throws IOException {
    Path file = folder.resolve("x.hosts");
    Files.writeString(file, "10.0.0.9\n10.0.0.1\n10.0.0.9\n");

    assertThatThrownBy(() -> HostList.read(file))
        .hasMessage(file + ":3: host 10.0.0.9 is listed twice: expected every host once");
  }

  @Test
  void whatIsNoAddressIsRefusedWithItsLine() throws IOException {
    Path file = folder.resolve("x.hosts");
    Files.writeString(file, "10.0.0.9\n10.0.0.x\n");

    assertThatThrownBy(() -> HostList.read(file))
        .hasMessage(
            file
                + ":2: host \"10.0.0.x\": expected one IPv4 address a line, with nothing around it");
  }

  @Test
  void anEmptyListIsRefused() throws IOException {
    Path file = folder.resolve("x.hosts");
    Files.writeString(file, "");

    assertThatThrownBy(() -> HostList.read(file)).hasMessageContaining("the file is empty");
  }
}
