package io.flowstan.trainer.law;

import io.flowstan.codec.Head;
import io.flowstan.flow.Flow;
import io.flowstan.flow.FlowRule;
import io.flowstan.flow.IpProtocol;
import java.util.List;

/**
 * What flows cost under {@link KnownLaw}, in nats by head: -ln p(attribute | attributes before it,
 * past), in closed form.
 *
 * <p>Who {@code sees} the ticks two and three hours ago pays the law's own price: on average the
 * entropy rate, which no model can beat. Who does not, but knows the law and every flow of the last
 * 11 ticks (at least 44 flows), is left with the coins of those ticks: fair, independent of all
 * that is known, and so weighed by Bayes' rule as the open tick's flows betray them. On average no
 * model without the long context can beat that price. (12 ticks ago the protocols told the side of
 * the tick 36 ago.)
 */
final class LawNats {
  private final LawPast past;
  private final boolean sees;
  private TickSide twoHoursAgo = TickSide.NONE;
  private TickSide threeHoursAgo = TickSide.NONE;
  private long sidesOf = Long.MIN_VALUE;

  LawNats(int host, long startSecond, boolean sees) {
    this.past = new LawPast(host, startSecond);
    this.sees = sees;
  }

  /** The sum over a host's flows by {@link Head#column()}. */
  static double[] sum(int host, List<Flow> flows, boolean sees) {
    LawNats nats = new LawNats(host, LawfulHost.START_SECOND, sees);
    double[] sums = new double[Head.values().length];
    for (Flow flow : flows) {
      double[] one = nats.next(flow);
      for (int h = 0; h < sums.length; h++) {
        sums[h] += one[h];
      }
    }
    return sums;
  }

  /** The cost of the host's next flow by {@link Head#column()}. */
  double[] next(Flow flow) {
    if (sidesOf != past.tick()) {
      sidesOf = past.tick();
      twoHoursAgo = side(KnownLaw.PROTOCOL_LAG);
      threeHoursAgo = side(KnownLaw.GAP_LAG);
    }
    double[] nats = new double[Head.values().length];
    double reply = KnownLaw.reply(past);
    if (past.isReply(flow)) {
      nats[Head.GAP.column()] = -Math.log(flow.endSecond() == past.lastSecond() ? reply : 0);
    } else {
      drawn(flow, 1 - reply, nats);
    }
    sizes(flow, nats);
    past.observe(flow);
    return nats;
  }

  private TickSide side(int lag) {
    return past.mostlyAtHost(lag)
        .map(atHost -> sees ? TickSide.seen(atHost) : TickSide.UNSEEN)
        .orElse(TickSide.NONE);
  }

  private void drawn(Flow flow, double noReply, double[] nats) {
    int gap = Math.toIntExact(flow.endSecond() - past.lastSecond());
    nats[Head.GAP.column()] = -Math.log(noReply * KnownLaw.gap(gap, threeHoursAgo));
    threeHoursAgo =
        threeHoursAgo.given(
            KnownLaw.gap(gap, TickSide.seen(true)), KnownLaw.gap(gap, TickSide.seen(false)));

    int met = past.peers().size();
    int place = past.peers().indexOf(flow.peerOf(past.host));
    nats[Head.PEER.column()] = -Math.log(KnownLaw.peer(met).get(place < 0 ? met : place));
    nats[Head.FIRST_OCTET.column()] = place < 0 ? Math.log(KnownLaw.OCTETS.size() - met) : 0;

    boolean atHost = past.serviceAtHost(flow);
    boolean incoming = flow.destination() == past.host;
    double ofHost = KnownLaw.serviceAtHost(past);
    nats[Head.DIRECTION.column()] = -Math.log(incoming ? ofHost : 1 - ofHost);

    boolean isTcp = flow.protocol() == IpProtocol.TCP;
    double tcp = KnownLaw.tcp(twoHoursAgo);
    nats[Head.PROTOCOL.column()] = -Math.log(isTcp ? tcp : 1 - tcp);
    double host = KnownLaw.tcp(TickSide.seen(true));
    double peers = KnownLaw.tcp(TickSide.seen(false));
    twoHoursAgo = twoHoursAgo.given(isTcp ? host : 1 - host, isTcp ? peers : 1 - peers);

    double https = KnownLaw.https(past.lastSecond());
    double ofPort = isTcp ? (service(flow) == 443 ? https : 1 - https) : 1;
    nats[Head.SERVICE.column()] = -Math.log(incoming == atHost ? ofPort : 0);

    int last = past.lastOtherPort(atHost);
    nats[Head.OTHER_PORT.column()] =
        last == 0
            ? Math.log(KnownLaw.OTHER_PORT_BINS * (double) KnownLaw.PORT_BIN_WIDTH)
            : -Math.log(KnownLaw.PORT_STEP.get(past.otherPort(flow) - last - 1));
  }

  private void sizes(Flow flow, double[] nats) {
    int service = service(flow);
    nats[Head.TOS.column()] =
        -Math.log(KnownLaw.tos(flow.protocol()).get(KnownLaw.TOS.indexOf(flow.tos())));
    nats[Head.FLAGS.column()] =
        -Math.log(KnownLaw.flags(service).get(KnownLaw.FLAGS.indexOf(flow.tcpFlags())));
    nats[Head.PACKETS.column()] = -Math.log(KnownLaw.level(past).get(KnownLaw.level(flow)));
    int size = Math.toIntExact(flow.bytes() / flow.packets());
    nats[Head.BYTES.column()] =
        -Math.log(
            KnownLaw.packetBytesOf(service)
                .get(KnownLaw.packetBytes(flow.protocol()).indexOf(size)));
    nats[Head.DURATION.column()] =
        -Math.log(KnownLaw.duration(flow.durationMs() / FlowRule.DURATION_GRID_MS, flow.packets()));
  }

  private static int service(Flow flow) {
    return Math.min(flow.sourcePort(), flow.destinationPort());
  }
}
