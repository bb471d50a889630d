package io.flowstan.io;

import java.nio.charset.StandardCharsets;

/** A part of a byte array as characters, moved along without copying: one field of a row. */
final class AsciiSlice implements CharSequence {
  private byte[] bytes = {};
  private int from;
  private int to;

  void moveTo(byte[] bytes, int from, int to) {
    this.bytes = bytes;
    this.from = from;
    this.to = to;
  }

  @Override
  public int length() {
    return to - from;
  }

  /**
   * The byte at {@code index} as a character; bytes above 127 match no character that we expect.
   */
  @Override
  public char charAt(int index) {
    return (char) (bytes[from + index] & 255);
  }

  @Override
  public CharSequence subSequence(int start, int end) {
    return toString().substring(start, end);
  }

  /** The text; what is not UTF-8 in it becomes U+FFFD. */
  @Override
  public String toString() {
    return new String(bytes, from, to - from, StandardCharsets.UTF_8);
  }
}
