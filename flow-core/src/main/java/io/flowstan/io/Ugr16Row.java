package io.flowstan.io;

import io.flowstan.flow.Flow;
import io.flowstan.flow.IpProtocol;
import io.flowstan.flow.Ipv4;
import io.flowstan.flow.TcpFlags;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.time.DateTimeException;
import java.time.LocalDate;
import java.util.Arrays;

/**
 * The parser of one row of the official UGR'16 CSV: 13 columns, no header, no quoting.
 *
 * <p>Fields are read from the bytes in place; only what differs from the row before (date, protocol
 * name, label) costs an object. Local time of the data set is taken as UTC.
 */
final class Ugr16Row {
  /** The columns in order; the names are those of the data set. */
  static final String COLUMNS = "te,td,sa,da,sp,dp,pr,flg,fwd,stos,pkt,byt,label";

  private static final String[] NAMES = COLUMNS.split(",", -1);
  private static final int TE = 0;
  private static final int TD = 1;
  private static final int SA = 2;
  private static final int DA = 3;
  private static final int SP = 4;
  private static final int DP = 5;
  private static final int PR = 6;
  private static final int FLG = 7;
  private static final int FWD = 8;
  private static final int STOS = 9;
  private static final int PKT = 10;
  private static final int BYT = 11;
  private static final int LABEL = 12;

  private static final int DATE_CHARS = 10;
  private static final int TE_CHARS = 19;

  /** 18 digits always fit a long. */
  private static final int MAX_DIGITS = 18;

  private final AsciiSlice field = new AsciiSlice();

  /** Where the columns start, and behind the last one where the next would. */
  private final int[] starts = new int[NAMES.length + 1];

  private byte[] row = {};
  private byte[] date = {};
  private long dateSecond;
  private byte[] protocolName = {};
  private int protocol;
  private byte[] labelBytes = {};
  private String label = "";

  /** The flow in the bytes {@code from..to-1} of {@code bytes}. */
  Flow parse(byte[] bytes, int from, int to) throws MalformedRowException {
    row = bytes;
    split(from, to);
    return new Flow(
        endSecond(),
        durationMs(),
        address(SA),
        address(DA),
        (int) number(SP, 0, Flow.MAX_PORT),
        (int) number(DP, 0, Flow.MAX_PORT),
        protocol(),
        flags(),
        (int) number(FWD, 0, 255),
        (int) number(STOS, 0, 255),
        number(PKT, 1, Long.MAX_VALUE),
        number(BYT, 1, Long.MAX_VALUE),
        label());
  }

  private void split(int from, int to) throws MalformedRowException {
    if (from == to) {
      throw new MalformedRowException("blank line", "blank line: expected " + COLUMNS);
    }
    if (row[to - 1] == '\r') {
      throw new MalformedRowException("line end", "the line ends in CR LF: expected LF alone");
    }
    int columns = 1;
    starts[0] = from;
    for (int i = from; i < to; i++) {
      if (row[i] == ',') {
        if (columns < NAMES.length) {
          starts[columns] = i + 1;
        }
        columns++;
      }
    }
    if (columns != NAMES.length) {
      throw new MalformedRowException(
          "columns", columns + " columns: expected the " + NAMES.length + " columns " + COLUMNS);
    }
    starts[NAMES.length] = to + 1;
  }

  private int from(int column) {
    return starts[column];
  }

  private int to(int column) {
    return starts[column + 1] - 1;
  }

  private long endSecond() throws MalformedRowException {
    int from = from(TE);
    if (to(TE) - from == TE_CHARS
        && row[from + 10] == ' '
        && row[from + 13] == ':'
        && row[from + 16] == ':') {
      if (!Arrays.equals(date, 0, date.length, row, from, from + DATE_CHARS)) {
        readDate(from);
      }
      int hour = twoDigits(from + 11);
      int minute = twoDigits(from + 14);
      int second = twoDigits(from + 17);
      if (hour >= 0 && hour < 24 && minute >= 0 && minute < 60 && second >= 0 && second < 60) {
        return dateSecond + hour * 3_600L + minute * 60L + second;
      }
    }
    throw malformed(TE, "a time such as 2016-04-11 00:01:39");
  }

  private void readDate(int from) throws MalformedRowException {
    int century = twoDigits(from);
    int year = twoDigits(from + 2);
    int month = twoDigits(from + 5);
    int day = twoDigits(from + 8);
    if ((century | year | month | day) >= 0 && row[from + 4] == '-' && row[from + 7] == '-') {
      try {
        dateSecond = LocalDate.of(century * 100 + year, month, day).toEpochDay() * 86_400;
        date = Arrays.copyOfRange(row, from, from + DATE_CHARS);
        return;
      } catch (DateTimeException e) {
        // no such day: falls through to the one message
      }
    }
    throw malformed(TE, "a time such as 2016-04-11 00:01:39");
  }

  /** The number of two digits, or -1 where they are none. */
  private int twoDigits(int at) {
    int tens = row[at] - '0';
    int ones = row[at + 1] - '0';
    return tens >= 0 && tens <= 9 && ones >= 0 && ones <= 9 ? tens * 10 + ones : -1;
  }

  private int durationMs() throws MalformedRowException {
    int from = from(TD);
    int to = to(TD);
    int point = to - 4;
    if (point > from && row[point] == '.') {
      long seconds = digits(from, point);
      long millis = digits(point + 1, to);
      if (seconds >= 0 && millis >= 0 && seconds <= Integer.MAX_VALUE / 1_000 - 1) {
        return (int) (seconds * 1_000 + millis);
      }
    }
    throw malformed(TD, "seconds with 3 decimals such as 0.144");
  }

  private int address(int column) throws MalformedRowException {
    field.moveTo(row, from(column), to(column));
    try {
      return Ipv4.parse(field);
    } catch (IllegalArgumentException e) {
      throw malformed(column, "an IPv4 address: four numbers 0..255 joined by dots");
    }
  }

  private long number(int column, long min, long max) throws MalformedRowException {
    long value = digits(from(column), to(column));
    if (value < min || value > max) {
      throw malformed(
          column,
          max == Long.MAX_VALUE
              ? "a whole number >= " + min
              : "a whole number " + min + ".." + max);
    }
    return value;
  }

  /** The number that the bytes {@code from..to-1} write, or -1 where they are not all digits. */
  private long digits(int from, int to) {
    if (from == to || to - from > MAX_DIGITS) {
      return -1;
    }
    long value = 0;
    for (int i = from; i < to; i++) {
      int digit = row[i] - '0';
      if (digit < 0 || digit > 9) {
        return -1;
      }
      value = value * 10 + digit;
    }
    return value;
  }

  private int protocol() throws MalformedRowException {
    int from = from(PR);
    int to = to(PR);
    if (!Arrays.equals(protocolName, 0, protocolName.length, row, from, to)) {
      field.moveTo(row, from, to);
      int number = IpProtocol.parse(field.toString());
      if (number < 0) {
        throw malformed(PR, "a protocol such as TCP, or its number 0..255");
      }
      protocol = number;
      protocolName = Arrays.copyOfRange(row, from, to);
    }
    return protocol;
  }

  private int flags() throws MalformedRowException {
    field.moveTo(row, from(FLG), to(FLG));
    int flags = TcpFlags.parse(field);
    if (flags < 0) {
      throw malformed(FLG, "the letters UAPRSF with dots for absent ones, such as .AP.SF");
    }
    return flags;
  }

  private String label() throws MalformedRowException {
    int from = from(LABEL);
    int to = to(LABEL);
    if (!Arrays.equals(labelBytes, 0, labelBytes.length, row, from, to)) {
      String text;
      try {
        text =
            StandardCharsets.UTF_8
                .newDecoder()
                .decode(ByteBuffer.wrap(row, from, to - from))
                .toString();
      } catch (CharacterCodingException e) {
        throw malformed(LABEL, "UTF-8 text");
      }
      if (text.isBlank()) {
        throw malformed(LABEL, "a name such as background");
      }
      label = text;
      labelBytes = Arrays.copyOfRange(row, from, to);
    }
    return label;
  }

  private MalformedRowException malformed(int column, String expected) {
    field.moveTo(row, from(column), to(column));
    return MalformedRowException.field(NAMES[column], field, expected);
  }
}
