package io.flowstan.flow;

/**
 * The six TCP flags of a flow as bits (RFC 9293, 3.1) and as the text {@code UAPRSF} with dots for
 * absent flags.
 */
public final class TcpFlags {
  public static final int FIN = 1;
  public static final int SYN = 2;
  public static final int RST = 4;
  public static final int PSH = 8;
  public static final int ACK = 16;
  public static final int URG = 32;

  /** All six flags, and so the largest value. */
  public static final int ALL = 63;

  private static final String LETTERS = "UAPRSF";
  private static final String[] TEXTS = texts();

  private TcpFlags() {}

  /** The six-letter text of {@code flags}, such as {@code .AP.SF}. */
  public static String format(int flags) {
    if (flags < 0 || flags > ALL) {
      throw new IllegalArgumentException("TCP flags = " + flags + ": expected 0.." + ALL);
    }
    return TEXTS[flags];
  }

  /**
   * The bits of a six-letter text, or -1 where a character is neither a dot nor the letter of its
   * place.
   */
  public static int parse(CharSequence text) {
    if (text.length() != LETTERS.length()) {
      return -1;
    }
    int flags = 0;
    for (int i = 0; i < LETTERS.length(); i++) {
      char c = text.charAt(i);
      flags <<= 1;
      if (c == LETTERS.charAt(i)) {
        flags |= 1;
      } else if (c != '.') {
        return -1;
      }
    }
    return flags;
  }

  private static String[] texts() {
    String[] texts = new String[ALL + 1];
    for (int flags = 0; flags <= ALL; flags++) {
      StringBuilder text = new StringBuilder(LETTERS.length());
      for (int i = 0; i < LETTERS.length(); i++) {
        boolean set = (flags >> (LETTERS.length() - 1 - i) & 1) == 1;
        text.append(set ? LETTERS.charAt(i) : '.');
      }
      texts[flags] = text.toString();
    }
    return texts;
  }
}
