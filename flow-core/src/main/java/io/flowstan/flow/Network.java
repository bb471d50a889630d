package io.flowstan.flow;

/**
 * An IPv4 network in CIDR form: the address space that simulated hosts come from.
 *
 * @param base lowest address, with all bits outside the prefix zero
 * @param prefixLength number of leading bits that are fixed, 0..32
 */
public record Network(int base, int prefixLength) {
  public Network {
    if (prefixLength < 0 || prefixLength > 32) {
      throw new IllegalArgumentException(
          "network prefix length = " + prefixLength + ": expected 0..32");
    }
    base &= mask(prefixLength);
  }

  /** Reads {@code address/prefixLength}, such as {@code 10.0.0.0/8}. */
  public static Network parse(String text) {
    int slash = text.indexOf('/');
    if (slash < 0) {
      throw new IllegalArgumentException(
          "network \"" + text + "\": expected address/prefixLength, such as 10.0.0.0/8");
    }
    try {
      return new Network(
          Ipv4.parse(text.substring(0, slash)), Integer.parseInt(text.substring(slash + 1)));
    } catch (NumberFormatException e) {
      throw new IllegalArgumentException(
          "network \"" + text + "\": expected a prefix length 0..32 after the slash", e);
    }
  }

  /** Whether {@code address} lies in this network. */
  public boolean contains(int address) {
    return (address & mask(prefixLength)) == base;
  }

  /** Number of addresses, 1 .. 2^32. */
  public long size() {
    return 1L << (32 - prefixLength);
  }

  /** The address at {@code offset} from the base, {@code 0 <= offset < size()}. */
  public int address(long offset) {
    if (offset < 0 || offset >= size()) {
      throw new IllegalArgumentException(
          "offset " + offset + " in network " + this + ": expected 0.." + (size() - 1));
    }
    return (int) ((base & 0xFFFF_FFFFL) + offset);
  }

  @Override
  public String toString() {
    return Ipv4.format(base) + "/" + prefixLength;
  }

  private static int mask(int prefixLength) {
    return prefixLength == 0 ? 0 : -1 << (32 - prefixLength);
  }
}
