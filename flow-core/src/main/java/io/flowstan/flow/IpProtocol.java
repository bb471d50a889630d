package io.flowstan.flow;

import java.util.Map;

/**
 * IP protocol numbers (IANA) and the names that UGR'16 and nfdump write for them. A number without
 * a name is written as the number itself.
 */
public final class IpProtocol {
  public static final int ICMP = 1;
  public static final int IPIP = 4;
  public static final int TCP = 6;
  public static final int UDP = 17;
  public static final int IPV6 = 41;
  public static final int GRE = 47;
  public static final int ESP = 50;

  private static final Map<Integer, String> NAMES =
      Map.ofEntries(
          Map.entry(ICMP, "ICMP"),
          Map.entry(2, "IGMP"),
          Map.entry(IPIP, "IPIP"),
          Map.entry(TCP, "TCP"),
          Map.entry(8, "EGP"),
          Map.entry(UDP, "UDP"),
          Map.entry(IPV6, "IPv6"),
          Map.entry(46, "RSVP"),
          Map.entry(GRE, "GRE"),
          Map.entry(ESP, "ESP"),
          Map.entry(51, "AH"),
          Map.entry(58, "ICMP6"),
          Map.entry(88, "EIGRP"),
          Map.entry(89, "OSPF"),
          Map.entry(103, "PIM"),
          Map.entry(112, "VRRP"),
          Map.entry(132, "SCTP"));
  private static final Map<String, Integer> NUMBERS = numbers();

  private IpProtocol() {}

  /** Whether flows of {@code protocol} carry transport ports (TCP and UDP). */
  public static boolean hasPorts(int protocol) {
    return protocol == TCP || protocol == UDP;
  }

  /** The name that the data set writes for {@code protocol}, or the number as text. */
  public static String format(int protocol) {
    String name = NAMES.get(protocol);
    return name != null ? name : Integer.toString(protocol);
  }

  /** The number of a protocol's name or decimal text, or -1 where it is neither. */
  public static int parse(String text) {
    Integer number = NUMBERS.get(text);
    if (number != null) {
      return number;
    }
    try {
      int value = Integer.parseInt(text);
      return value >= 0 && value <= 255 ? value : -1;
    } catch (NumberFormatException e) {
      return -1;
    }
  }

  private static Map<String, Integer> numbers() {
    var numbers = new java.util.HashMap<String, Integer>();
    NAMES.forEach((number, name) -> numbers.put(name, number));
    return Map.copyOf(numbers);
  }
}
