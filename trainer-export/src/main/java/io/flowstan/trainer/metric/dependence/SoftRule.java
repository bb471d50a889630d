package io.flowstan.trainer.metric.dependence;

import io.flowstan.flow.Flow;
import io.flowstan.flow.IpProtocol;
import java.util.BitSet;

/**
 * A habit of real traffic that some flows break: a generated table should break it about as often,
 * and never be forced to keep it.
 */
enum SoftRule {
  WEB_IS_TCP("web-is-tcp", "ports 80 and 443 are TCP") {
    @Override
    boolean concerns(Flow f) {
      return hasPort(f, 80, 443);
    }

    @Override
    boolean holds(Flow f, BitSet networks) {
      return f.protocol() == IpProtocol.TCP;
    }
  },
  DNS_IS_UDP("dns-is-udp", "port 53 is UDP") {
    @Override
    boolean concerns(Flow f) {
      return hasPort(f, 53, 53);
    }

    @Override
    boolean holds(Flow f, BitSet networks) {
      return f.protocol() == IpProtocol.UDP;
    }
  },
  NETBIOS_IS_UDP("netbios-is-udp", "ports 137 and 138 are UDP") {
    @Override
    boolean concerns(Flow f) {
      return hasPort(f, 137, 138);
    }

    @Override
    boolean holds(Flow f, BitSet networks) {
      return f.protocol() == IpProtocol.UDP;
    }
  },
  TUNNELS_HAVE_NO_PORTS("tunnels-have-no-ports", "GRE, ESP and IPIP have ports 0") {
    @Override
    boolean concerns(Flow f) {
      return f.protocol() == IpProtocol.GRE
          || f.protocol() == IpProtocol.ESP
          || f.protocol() == IpProtocol.IPIP;
    }

    @Override
    boolean holds(Flow f, BitSet networks) {
      return f.sourcePort() == 0 && f.destinationPort() == 0;
    }
  },
  BOTH_ENDS_INTERNAL("both-ends-internal", "the peer is in a /16 of the table's hosts") {
    @Override
    boolean concerns(Flow f) {
      return true;
    }

    @Override
    boolean holds(Flow f, BitSet networks) {
      return networks.get(f.source() >>> NETWORK_SHIFT)
          && networks.get(f.destination() >>> NETWORK_SHIFT);
    }
  },
  PACKETS_IN_NO_TIME("packets-in-no-time", "duration 0 with several packets") {
    @Override
    boolean concerns(Flow f) {
      return true;
    }

    @Override
    boolean holds(Flow f, BitSet networks) {
      return f.durationMs() == 0 && f.packets() > 1;
    }
  };

  /** An address without its last bits is its /16. */
  static final int NETWORK_SHIFT = 16;

  private final String key;
  private final String meaning;

  SoftRule(String key, String meaning) {
    this.key = key;
    this.meaning = meaning;
  }

  /** The figure's key. */
  String key() {
    return "rules.soft." + key;
  }

  /** The rule in words. */
  String meaning() {
    return meaning;
  }

  /** Whether the rule says anything of {@code flow}. */
  abstract boolean concerns(Flow flow);

  /**
   * Whether {@code flow}, which the rule concerns, obeys it.
   *
   * @param networks the /16s of the table's hosts, as the upper half of their addresses
   */
  abstract boolean holds(Flow flow, BitSet networks);

  private static boolean hasPort(Flow flow, int one, int another) {
    return flow.sourcePort() == one
        || flow.sourcePort() == another
        || flow.destinationPort() == one
        || flow.destinationPort() == another;
  }
}
