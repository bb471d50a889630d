package io.flowstan.io;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.flowstan.flow.Flow;
import io.flowstan.flow.IpProtocol;
import io.flowstan.flow.Ipv4;
import io.flowstan.flow.TcpFlags;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Arrays;
import java.util.stream.Stream;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class FlowReaderTest {
  private static final String GOOD =
      "2016-02-29 23:59:58,22.052,203.0.113.9,10.0.0.1,17784,22,TCP,.AP.S.,0,8,35,3928,background";

  @TempDir private Path folder;

  @Test
  void everyColumnBecomesItsField() throws IOException {
    assertThat(RoundTripTest.read(table(GOOD + "\n")))
        .containsExactly(
            new Flow(
                Instant.parse("2016-02-29T23:59:58Z").getEpochSecond(),
                22_052,
                Ipv4.parse("203.0.113.9"),
                Ipv4.parse("10.0.0.1"),
                17_784,
                22,
                IpProtocol.TCP,
                TcpFlags.ACK | TcpFlags.PSH | TcpFlags.SYN,
                0,
                8,
                35,
                3_928,
                "background"));
  }

  static Stream<Arguments> malformedRows() {
    String te = "field 'te' = \"%s\": expected a time such as 2016-04-11 00:01:39";
    String td = "field 'td' = \"%s\": expected seconds with 3 decimals such as 0.144";
    String ip = "field '%s' = \"%s\": expected an IPv4 address: four numbers 0..255 joined by dots";
    String port = "field '%s' = \"%s\": expected a whole number 0..65535";
    String octet = "field '%s' = \"%s\": expected a whole number 0..255";
    String count = "field '%s' = \"%s\": expected a whole number >= 1";
    String columns = "%d columns: expected the 13 columns " + Ugr16Row.COLUMNS;
    return Stream.of(
        row(0, "2016-02-30 23:59:58", te.formatted("2016-02-30 23:59:58")),
        row(0, "2016-02-29 24:00:00", te.formatted("2016-02-29 24:00:00")),
        row(0, "2016-02-29T23:59:58", te.formatted("2016-02-29T23:59:58")),
        row(0, "", te.formatted("")),
        row(1, "22.05", td.formatted("22.05")),
        row(1, "-1.000", td.formatted("-1.000")),
        row(1, ".000", td.formatted(".000")),
        row(1, "99999999.000", td.formatted("99999999.000")),
        row(2, "203.0.113.256", ip.formatted("sa", "203.0.113.256")),
        row(3, "2001:db8::1", ip.formatted("da", "2001:db8::1")),
        row(4, "65536", port.formatted("sp", "65536")),
        row(5, "8.0", port.formatted("dp", "8.0")),
        row(
            6,
            "XYZ",
            "field 'pr' = \"XYZ\": expected a protocol such as TCP, or its number 0..255"),
        row(
            7,
            ".AP.S",
            "field 'flg' = \".AP.S\": expected the letters UAPRSF with dots for absent ones, such as"
                + " .AP.SF"),
        row(8, "256", octet.formatted("fwd", "256")),
        row(9, " 0", octet.formatted("stos", " 0")),
        row(10, "-1", count.formatted("pkt", "-1")),
        row(10, "0", count.formatted("pkt", "0")),
        row(11, "1e3", count.formatted("byt", "1e3")),
        row(11, "9999999999999999999", count.formatted("byt", "9999999999999999999")),
        row(12, "", "field 'label' = \"\": expected a name such as background"),
        Arguments.of(GOOD.substring(0, GOOD.lastIndexOf(',')), columns.formatted(12)),
        Arguments.of(GOOD + ",more", columns.formatted(14)),
        Arguments.of("te,td", columns.formatted(2)),
        Arguments.of("", "blank line: expected " + Ugr16Row.COLUMNS),
        Arguments.of(GOOD + "\r", "the line ends in CR LF: expected LF alone"));
  }

  private static Arguments row(int column, String value, String message) {
    String[] fields = GOOD.split(",", -1);
    fields[column] = value;
    return Arguments.of(String.join(",", fields), message);
  }

  @ParameterizedTest(name = "{1}")
  @MethodSource("malformedRows")
  void aMalformedRowIsNamedByFileLineFieldAndValue(String row, String message) throws IOException {
    Path table = table(GOOD + "\n" + row + "\n" + GOOD + "\n");

    assertThatThrownBy(() -> RoundTripTest.read(table))
        .isInstanceOf(MalformedTableException.class)
        .hasMessage(table + ":2: " + message);
  }

  @ParameterizedTest(name = "{1}")
  @MethodSource("malformedRows")
  void aSkippedRowIsCountedAndTheOthersAreRead(String row, String message) throws IOException {
    Path table = table(GOOD + "\n" + row + "\n" + GOOD + "\n");

    try (FlowReader reader = FlowReader.open(table, OnError.SKIP)) {
      assertThat(reader.read()).isNotNull();
      assertThat(reader.read()).isNotNull();
      assertThat(reader.read()).isNull();
      assertThat(reader.flows()).isEqualTo(2);
      assertThat(reader.skipped()).isEqualTo(1);
      assertThat(reader.firstProblem()).isEqualTo(table + ":2: " + message);
    }
  }

  @Test
  void aLabelThatIsNotUtf8IsMalformed() throws IOException {
    byte[] bytes = (GOOD + "\n").getBytes(StandardCharsets.ISO_8859_1);
    bytes[bytes.length - 2] = (byte) 0xe9;
    Path table = Files.write(folder.resolve("latin.csv"), bytes);

    assertThatThrownBy(() -> RoundTripTest.read(table))
        .hasMessageContaining(":1: field 'label' =")
        .hasMessageEndingWith("expected UTF-8 text");
  }

  @Test
  void gzipIsToldByItsBytesNotByItsName() throws IOException {
    Path table = folder.resolve("named-plain.csv");
    Files.write(table, gzip(GOOD + "\n"));

    assertThat(RoundTripTest.read(table)).hasSize(1);
  }

  @Test
  void aCutOffGzipIsAnErrorUnderEitherPolicy() throws IOException {
    byte[] whole = gzip((GOOD + "\n").repeat(1_000));
    Path table = folder.resolve("cut.csv.gz");
    Files.write(table, Arrays.copyOf(whole, whole.length - 10));

    for (OnError policy : OnError.values()) {
      assertThatThrownBy(() -> drain(table, policy))
          .isInstanceOf(MalformedTableException.class)
          .hasMessageMatching(
              ".*cut\\.csv\\.gz:\\d+: the gzip data ends too early \\(is the file cut off\\?\\)");
    }
  }

  @Test
  void aDamagedGzipIsAnError() throws IOException {
    byte[] whole = gzip((GOOD + "\n").repeat(1_000));
    whole[whole.length - 6] ^= 1; // in the checksum
    Path table = Files.write(folder.resolve("bad.csv.gz"), whole);

    assertThatThrownBy(() -> drain(table, OnError.SKIP))
        .hasMessageContaining("the gzip data is damaged");
  }

  @Test
  void gzipMembersOneAfterTheOtherAreOneTable() throws IOException {
    Path table = Files.write(folder.resolve("two.csv.gz"), gzip(GOOD + "\n"));
    Files.write(table, gzip(GOOD + "\n"), java.nio.file.StandardOpenOption.APPEND);

    assertThat(RoundTripTest.read(table)).hasSize(2);
  }

  @Test
  void anEmptyFileIsAnErrorPlainOrGzip() throws IOException {
    Path plain = table("");
    Path zipped = Files.write(folder.resolve("empty.csv.gz"), gzip(""));

    assertThatThrownBy(() -> drain(plain, OnError.SKIP))
        .hasMessage(plain + ": the file is empty: expected rows of " + Ugr16Row.COLUMNS);
    assertThatThrownBy(() -> drain(zipped, OnError.SKIP)).hasMessageContaining("is empty");
  }

  @Test
  void aMissingFileAndAFolderAreErrors() {
    assertThatThrownBy(() -> drain(folder.resolve("none.csv"), OnError.SKIP))
        .isInstanceOf(NoSuchFileException.class)
        .hasMessage(folder.resolve("none.csv") + ": no such file");
    assertThatThrownBy(() -> drain(folder, OnError.SKIP))
        .hasMessage(folder + ": is a directory: expected a file");
  }

  @Test
  void aLineWithoutEndIsRefusedInBoundedMemory() throws IOException {
    Path table = Files.write(folder.resolve("zeros.bin"), new byte[1 << 20]);

    assertThatThrownBy(() -> drain(table, OnError.SKIP))
        .hasMessageContaining(":1: a line of more than 65536 bytes");
  }

  @Test
  void theLastRowMayLackItsLineFeed() throws IOException {
    assertThat(RoundTripTest.read(table(GOOD + "\n" + GOOD))).hasSize(2);
  }

  private Path table(String text) throws IOException {
    return Files.writeString(folder.resolve("flows.csv"), text);
  }

  private static byte[] gzip(String text) throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (OutputStream out = new GZIPOutputStream(bytes)) {
      out.write(text.getBytes(StandardCharsets.UTF_8));
    }
    return bytes.toByteArray();
  }

  private static void drain(Path table, OnError policy) throws IOException {
    try (FlowReader reader = FlowReader.open(table, policy)) {
      while (reader.read() != null) {
        // to the end
      }
    }
  }
}
