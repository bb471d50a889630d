package io.flowstan.trainer.metric.temporal;

import io.flowstan.flow.Flow;
import io.flowstan.flow.IpProtocol;
import io.flowstan.trainer.metric.HostCounts;
import io.flowstan.trainer.metric.HostValues;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/**
 * Counts of every {@link Share} in the streams of hosts, host by host.
 *
 * <p>Without a model's vocabulary the service of a TCP or UDP flow is the lower of its two ports,
 * the ephemeral port the higher.
 */
final class ShareTally {
  private static final int NEAR_PEERS = 8;
  private static final int NEAR_PORTS = 16;
  private static final int TOP_SERVICES = 8;
  private static final int NO_PORT = -1;

  /** Of how many flows a share was asked, and in how many it holds. */
  private static final int ASKED = 0;

  private static final int HOLDS = 1;

  private final Map<Share, HostCounts.Builder> counts = new EnumMap<>(Share.class);

  private final int[] flowsOfService = new int[Flow.MAX_PORT + 1];
  private final List<Double> topServices = new ArrayList<>();

  ShareTally() {
    for (Share share : Share.values()) {
      counts.put(share, new HostCounts.Builder(2));
    }
  }

  /** Counts the whole stream of {@code host}. */
  void add(int host, List<Flow> flows) {
    PeerLedger ledger = new PeerLedger();
    PeerRecency recency = new PeerRecency();
    LastFlows lastFlows = new LastFlows();
    int lastEphemeral = NO_PORT;
    Arrays.fill(flowsOfService, 0);
    for (Flow flow : flows) {
      Flow last = lastFlows.last();
      tally(Share.SAME_SECOND, last != null && last.endSecond() == flow.endSecond());
      tally(Share.INSTANT, flow.durationMs() == 0);
      tally(Share.SINGLE_PACKET, flow.packets() == 1);
      tally(Share.REPLY, lastFlows.areAnsweredBy(flow));
      lastFlows.add(flow);
      tallyProtocol(flow.protocol());

      boolean ports = IpProtocol.hasPorts(flow.protocol());
      int service =
          ports ? Math.min(flow.sourcePort(), flow.destinationPort()) : PeerLedger.NO_SERVICE;
      tallyPeer(flow.peerOf(host), service, ledger, recency);
      if (ports) {
        flowsOfService[service]++;
        int ephemeral = Math.max(flow.sourcePort(), flow.destinationPort());
        tallyEphemeral(lastEphemeral, ephemeral);
        lastEphemeral = ephemeral;
      }
    }
    counts.values().forEach(HostCounts.Builder::endHost);
    topServices.add(topServices());
  }

  /**
   * The shares where each host counts as often as it was drawn; one that was never asked is absent.
   */
  Map<String, Double> shares(int[] times) {
    Map<String, Double> shares = new LinkedHashMap<>();
    counts.forEach(
        (share, byHost) -> {
          long[] sums = byHost.build().sum(times);
          if (sums[ASKED] > 0) {
            shares.put(share.key(), (double) sums[HOLDS] / sums[ASKED]);
          }
        });
    new HostValues(topServices.stream().mapToDouble(Double::doubleValue).toArray())
        .median(times)
        .ifPresent(median -> shares.put(Share.TOP_SERVICES.key(), median));
    return shares;
  }

  private void tallyPeer(int peer, int service, PeerLedger ledger, PeerRecency recency) {
    int before = ledger.meet(peer, service);
    int place = recency.touch(peer);
    tally(Share.PEER_IN_LAST_8, place < NEAR_PEERS);
    tally(Share.PEER_IN_LAST_64, place < PeerRecency.CAPACITY);
    tally(Share.NEW_PEER, before == PeerLedger.UNMET);
    if (service >= 0 && before >= 0) {
      tally(Share.SERVICE_KEPT, before == service);
    }
  }

  private void tallyEphemeral(int last, int port) {
    if (last != NO_PORT) {
      int distance = Math.abs(port - last);
      tally(Share.PORT_KEPT, distance == 0);
      tally(Share.PORT_NEAR, distance > 0 && distance <= NEAR_PORTS);
    }
  }

  private void tallyProtocol(int protocol) {
    tally(Share.TCP, protocol == IpProtocol.TCP);
    tally(Share.UDP, protocol == IpProtocol.UDP);
    tally(Share.ICMP, protocol == IpProtocol.ICMP);
    tally(Share.GRE, protocol == IpProtocol.GRE);
    tally(Share.IPIP, protocol == IpProtocol.IPIP);
  }

  private void tally(Share share, boolean held) {
    HostCounts.Builder of = Objects.requireNonNull(counts.get(share));
    of.add(ASKED);
    of.add(HOLDS, held ? 1 : 0);
  }

  /** The share of the commonest services of this host's flows with ports; NaN without any. */
  private double topServices() {
    int[] counts = Arrays.stream(flowsOfService).filter(count -> count > 0).sorted().toArray();
    long all = 0;
    long top = 0;
    for (int i = 0; i < counts.length; i++) {
      all += counts[i];
      top += i >= counts.length - TOP_SERVICES ? counts[i] : 0;
    }
    return all == 0 ? Double.NaN : (double) top / all;
  }
}
