package io.flowstan.trainer.inspect;

import io.flowstan.codec.ServiceClass;
import java.util.Map;

/** What services are called: all of them at length, well-known ones in a word. */
final class WellKnown {
  /** Of the IANA registry of service names and port numbers. */
  private static final Map<Integer, String> PORTS =
      Map.ofEntries(
          Map.entry(20, "ftp-data"),
          Map.entry(21, "ftp"),
          Map.entry(22, "ssh"),
          Map.entry(23, "telnet"),
          Map.entry(25, "smtp"),
          Map.entry(53, "dns"),
          Map.entry(80, "http"),
          Map.entry(110, "pop3"),
          Map.entry(123, "ntp"),
          Map.entry(137, "netbios-ns"),
          Map.entry(138, "netbios-dgm"),
          Map.entry(143, "imap"),
          Map.entry(161, "snmp"),
          Map.entry(443, "https"),
          Map.entry(445, "smb"),
          Map.entry(465, "smtps"),
          Map.entry(587, "submission"),
          Map.entry(993, "imaps"),
          Map.entry(995, "pop3s"),
          Map.entry(1433, "ms-sql"),
          Map.entry(1935, "rtmp"),
          Map.entry(3306, "mysql"),
          Map.entry(3389, "rdp"),
          Map.entry(5060, "sip"),
          Map.entry(5228, "google-push"),
          Map.entry(8080, "http-alt"));

  private WellKnown() {}

  static String name(ServiceClass service) {
    return switch (service.kind()) {
      case PORT -> "port " + service.port() + (service.atHost() ? " at the host" : " at the peer");
      case ICMP -> "ICMP type " + service.port() / 256 + " code " + service.port() % 256;
      case NONE -> "no ports";
    };
  }

  static String group(ServiceClass service) {
    return switch (service.kind()) {
      case PORT -> service.atHost() ? "at the host" : "at the peer";
      case ICMP, NONE -> "other";
    };
  }

  /** A word for a picture; empty where the service is not well known. */
  static String label(ServiceClass service) {
    return switch (service.kind()) {
      case PORT -> PORTS.getOrDefault(service.port(), "");
      case ICMP -> "icmp " + service.port() / 256 + "/" + service.port() % 256;
      case NONE -> "no ports";
    };
  }
}
