package io.flowstan.flow;

/** IPv4 addresses as 32-bit values (first octet highest), and their dotted-quad text. */
public final class Ipv4 {
  private Ipv4() {}

  /** The first octet, 0..255. */
  public static int firstOctet(int address) {
    return address >>> 24;
  }

  /** The dotted-quad text of {@code address}. */
  public static String format(int address) {
    StringBuilder text = new StringBuilder(15);
    appendTo(text, address);
    return text.toString();
  }

  /** Appends the dotted-quad text of {@code address} to {@code out}. */
  public static void appendTo(StringBuilder out, int address) {
    out.append(address >>> 24)
        .append('.')
        .append(address >>> 16 & 255)
        .append('.')
        .append(address >>> 8 & 255)
        .append('.')
        .append(address & 255);
  }

  /**
   * Reads a dotted quad.
   *
   * @throws IllegalArgumentException where {@code text} is not four numbers 0..255 joined by dots
   */
  public static int parse(CharSequence text) {
    int address = 0;
    int octet = -1;
    int dots = 0;
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (c == '.' && octet >= 0 && dots < 3) {
        address = address << 8 | octet;
        octet = -1;
        dots++;
      } else if (c >= '0' && c <= '9' && octet < 26) {
        octet = (octet < 0 ? 0 : octet * 10) + (c - '0');
        if (octet > 255) {
          throw notAnAddress(text);
        }
      } else {
        throw notAnAddress(text);
      }
    }
    if (dots != 3 || octet < 0) {
      throw notAnAddress(text);
    }
    return address << 8 | octet;
  }

  private static IllegalArgumentException notAnAddress(CharSequence text) {
    return new IllegalArgumentException(
        "IPv4 address \"" + text + "\": expected four numbers 0..255 joined by dots");
  }
}
