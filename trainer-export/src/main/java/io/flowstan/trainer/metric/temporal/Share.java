package io.flowstan.trainer.metric.temporal;

/** A share of flows that the streams of real hosts are known for. */
enum Share {
  SAME_SECOND("same-second", "delta-t = 0", true),
  INSTANT("instant", "duration = 0", false),
  SINGLE_PACKET("single-packet", "packets = 1", false),
  PEER_IN_LAST_8("peer-in-8", "peer among the last 8 peers", true),
  PEER_IN_LAST_64("peer-in-64", "peer among the last 64 peers", false),
  NEW_PEER("new-peer", "peer never met before", true),
  REPLY("replies", "reverse 5-tuple of one of the last 8 flows", true),
  /** Of the TCP and UDP flows with a peer met in one before. */
  SERVICE_KEPT("service-kept", "service port of the last flow with that peer", false),
  /** Of the TCP and UDP flows after the host's first. */
  PORT_KEPT("port-kept", "ephemeral port of the host's last flow", false),
  /** Of the TCP and UDP flows after the host's first. */
  PORT_NEAR("port-near", "ephemeral port 1 to 16 from the host's last one", false),
  /** Of a host's TCP and UDP flows; of the table: of the median host. */
  TOP_SERVICES("top-services", "8 commonest service ports, median host", false),
  TCP("tcp", "TCP", false),
  UDP("udp", "UDP", false),
  ICMP("icmp", "ICMP", false),
  GRE("gre", "GRE", false),
  IPIP("ipip", "IPIP", false);

  private final String key;
  private final String title;
  private final boolean headline;

  Share(String key, String title, boolean headline) {
    this.key = "shares." + key;
    this.title = title;
    this.headline = headline;
  }

  /** Its key among figures and facts. */
  String key() {
    return key;
  }

  /** The share in words, as reports print it. */
  String title() {
    return title;
  }

  /** Whether verdicts on whole models rest on it. */
  boolean headline() {
    return headline;
  }
}
