package io.flowstan.trainer.law;

import io.flowstan.flow.Flow;
import io.flowstan.flow.FlowRule;
import io.flowstan.flow.IpProtocol;
import io.flowstan.random.CounterRandom;
import java.util.ArrayList;
import java.util.List;

/** A host that obeys {@link KnownLaw}: its flows are a function of its key. */
final class LawfulHost {
  /** 2016-04-11T00:00:00 UTC. */
  static final long START_SECOND = 1_460_332_800L;

  private static final int FIRST_HOST = 42 << 24 | 219 << 16;

  private final long key;
  private final LawPast past;
  private final List<Flow> flows = new ArrayList<>();
  private long draws;

  private LawfulHost(long seed, int number) {
    this.key = CounterRandom.subKey(seed, number);
    this.past = new LawPast(address(number), START_SECOND);
  }

  static int address(int number) {
    return FIRST_HOST + 1 + number;
  }

  /** The flows of host {@code number} from midnight on. */
  static List<Flow> flows(long seed, int number, int days) {
    LawfulHost host = new LawfulHost(seed, number);
    long end = START_SECOND + days * 86_400L;
    for (Flow next = host.draw(); next.endSecond() < end; next = host.draw()) {
      host.flows.add(next);
      host.past.observe(next);
    }
    return host.flows;
  }

  private Flow draw() {
    if (happens(KnownLaw.reply(past))) {
      Flow last = past.last().orElseThrow();
      return sized(
          0,
          last.destination(),
          last.source(),
          last.destinationPort(),
          last.sourcePort(),
          last.protocol());
    }
    int gap = gap(side(KnownLaw.GAP_LAG));
    int peer = peer();
    boolean atHost = happens(KnownLaw.serviceAtHost(past));
    boolean isTcp = happens(KnownLaw.tcp(side(KnownLaw.PROTOCOL_LAG)));
    int service = isTcp ? (happens(KnownLaw.https(past.lastSecond())) ? 443 : 80) : 53;
    int other = otherPort(atHost);
    return sized(
        gap,
        atHost ? peer : past.host,
        atHost ? past.host : peer,
        other,
        service,
        isTcp ? IpProtocol.TCP : IpProtocol.UDP);
  }

  private Flow sized(int gap, int from, int to, int fromPort, int toPort, int protocol) {
    int service = Math.min(fromPort, toPort);
    int tos = KnownLaw.TOS.get(pick(KnownLaw.tos(protocol)));
    int flags = KnownLaw.FLAGS.get(pick(KnownLaw.flags(service)));
    int packets = KnownLaw.packets(flags).get(pick(KnownLaw.level(past)));
    int bytes = packets * KnownLaw.packetBytes(protocol).get(pick(KnownLaw.packetBytesOf(service)));
    boolean lasts = packets > 1 && !happens(KnownLaw.INSTANT);
    int steps = lasts ? KnownLaw.DURATION_STEPS.draw(uniform()) : 0;
    return new Flow(
        past.lastSecond() + gap,
        steps * FlowRule.DURATION_GRID_MS,
        from,
        to,
        fromPort,
        toPort,
        protocol,
        flags,
        0,
        tos,
        packets,
        bytes,
        "background");
  }

  private int gap(TickSide threeHoursAgo) {
    if (happens(KnownLaw.shortGap(threeHoursAgo))) {
      return KnownLaw.FIRST_SHORT_GAP
          + below(KnownLaw.LAST_SHORT_GAP - KnownLaw.FIRST_SHORT_GAP + 1);
    }
    return KnownLaw.longGap(uniform());
  }

  private int peer() {
    int met = past.peers().size();
    int place = pick(KnownLaw.peer(met));
    if (place < met) {
      return past.peers().get(place);
    }
    List<Integer> left = new ArrayList<>(KnownLaw.OCTETS);
    past.peers().forEach(peer -> left.remove((Integer) (peer >>> 24)));
    return left.get(below(left.size())) << 24 | 1 + below(0xFFFFFE);
  }

  private int otherPort(boolean atHost) {
    int last = past.lastOtherPort(atHost);
    return last == 0
        ? KnownLaw.firstOtherPort(atHost)
            + below(KnownLaw.OTHER_PORT_BINS * KnownLaw.PORT_BIN_WIDTH)
        : last + 1 + pick(KnownLaw.PORT_STEP);
  }

  private TickSide side(int lag) {
    return past.mostlyAtHost(lag).map(TickSide::seen).orElse(TickSide.NONE);
  }

  private boolean happens(double probability) {
    return uniform() < probability;
  }

  private int below(int bound) {
    return CounterRandom.uniformInt(key, draws++, bound);
  }

  private double uniform() {
    return CounterRandom.uniformDouble(key, draws++);
  }

  private int pick(List<Double> probabilities) {
    double u = uniform();
    int last = 0;
    for (int i = 0; i < probabilities.size(); i++) {
      if (probabilities.get(i) > 0) {
        last = i;
        u -= probabilities.get(i);
        if (u < 0) {
          return i;
        }
      }
    }
    return last;
  }
}
