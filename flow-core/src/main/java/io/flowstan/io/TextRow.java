package io.flowstan.io;

import io.flowstan.flow.Ipv4;
import java.nio.charset.StandardCharsets;
import java.time.LocalDate;
import java.util.Arrays;

/** A growing buffer of text as bytes, into which rows are written without a string per field. */
final class TextRow {
  private static final long SECONDS_PER_DAY = 86_400;

  private final StringBuilder scratch = new StringBuilder(20);
  private byte[] bytes;
  private int size;
  private long day = Long.MIN_VALUE;
  private byte[] dayText = {};

  TextRow(int capacity) {
    bytes = new byte[capacity];
  }

  byte[] bytes() {
    return bytes;
  }

  int size() {
    return size;
  }

  void clear() {
    size = 0;
  }

  TextRow character(char c) {
    ensure(1);
    bytes[size++] = (byte) c;
    return this;
  }

  TextRow text(String text) {
    ensure(text.length() * 3); // UTF-8 takes at most three bytes a char
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (c > 127) {
        return utf8(text, i);
      }
      bytes[size++] = (byte) c;
    }
    return this;
  }

  /** A whole number that is not negative. */
  TextRow number(long value) {
    if (value < 0) {
      throw new IllegalArgumentException("number " + value + ": expected >= 0");
    }
    int digits = 1;
    for (long rest = value; rest > 9; rest /= 10) {
      digits++;
    }
    return digits(value, digits);
  }

  /** Seconds with three decimals. */
  TextRow millisAsSeconds(long millis) {
    return number(millis / 1_000).character('.').digits(millis % 1_000, 3);
  }

  TextRow address(int address) {
    scratch.setLength(0);
    Ipv4.appendTo(scratch, address);
    ensure(scratch.length());
    for (int i = 0; i < scratch.length(); i++) {
      bytes[size++] = (byte) scratch.charAt(i);
    }
    return this;
  }

  /** A time such as {@code 2016-04-11 00:01:39}, UTC. */
  TextRow time(long epochSecond) {
    long ofDay = Math.floorMod(epochSecond, SECONDS_PER_DAY);
    long wanted = Math.floorDiv(epochSecond, SECONDS_PER_DAY);
    if (wanted != day) {
      day = wanted;
      dayText = (LocalDate.ofEpochDay(day) + " ").getBytes(StandardCharsets.US_ASCII);
    }
    ensure(dayText.length);
    System.arraycopy(dayText, 0, bytes, size, dayText.length);
    size += dayText.length;
    return digits(ofDay / 3_600, 2)
        .character(':')
        .digits(ofDay / 60 % 60, 2)
        .character(':')
        .digits(ofDay % 60, 2);
  }

  private TextRow digits(long value, int count) {
    ensure(count);
    long rest = value;
    for (int i = size + count - 1; i >= size; i--) {
      bytes[i] = (byte) ('0' + rest % 10);
      rest /= 10;
    }
    size += count;
    return this;
  }

  private TextRow utf8(String text, int from) {
    byte[] encoded = text.substring(from).getBytes(StandardCharsets.UTF_8);
    System.arraycopy(encoded, 0, bytes, size, encoded.length);
    size += encoded.length;
    return this;
  }

  private void ensure(int more) {
    if (size + more > bytes.length) {
      bytes = Arrays.copyOf(bytes, Math.max(2 * bytes.length, size + more));
    }
  }
}
