package io.flowstan.codec;

import io.flowstan.codec.ServiceClass.Kind;
import io.flowstan.flow.Flow;
import io.flowstan.flow.FlowRule;
import io.flowstan.flow.IpProtocol;
import io.flowstan.flow.Ipv4;
import io.flowstan.flow.TcpFlags;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * The translation between a flow and the classes and numbers that the heads draw, given its host's
 * context. Training encodes with it, serving decodes with it: {@code decode(encode(flow)) = flow}
 * for every flow whose values are in the vocabularies.
 *
 * <p>Where several codes could stand for the same flow, the first rule that matches is the code:
 * reply before recent peer before new peer, latest first; copy before list before rest.
 */
public final class FlowCodec {
  private static final int NTP = 123;

  private final CodecSpec spec;
  private final Map<ServiceClass, Integer> serviceRank = new HashMap<>();
  private final Map<Integer, Integer> protocolIndex;
  private final Map<Integer, Integer> otherPortIndex;
  private final Map<Integer, Integer> tosIndex;
  private final Map<Integer, Integer> flagsIndex;
  private final Map<Integer, Integer> octetIndex;
  private final Map<String, Integer> labelIndex;

  public FlowCodec(CodecSpec spec) {
    this.spec = spec;
    for (int i = 0; i < spec.services().size(); i++) {
      serviceRank.put(spec.services().get(i), i);
    }
    protocolIndex = indexOf(spec.protocols());
    otherPortIndex = indexOf(spec.otherPorts());
    tosIndex = indexOf(spec.tos());
    flagsIndex = indexOf(spec.flags());
    octetIndex = indexOf(spec.firstOctets());
    labelIndex = indexOf(spec.labels());
  }

  public CodecSpec spec() {
    return spec;
  }

  /**
   * Codes {@code flow} as the next flow of {@code context}'s host.
   *
   * @throws IllegalArgumentException where the flow ends before the host's last one, or the host is
   *     not one of its ends
   */
  public void encode(HostContext context, Flow flow, CodedFlow out) {
    long gap = flow.endSecond() - context.lastSecond();
    if (gap < 0 || gap > Integer.MAX_VALUE) {
      throw new IllegalArgumentException(
          "flow of host "
              + Ipv4.format(context.host())
              + " ends "
              + -gap
              + " s before the one before it: expected time never to run backwards");
    }
    int peer = flow.peerOf(context.host());
    boolean incoming = flow.source() != context.host();
    int hostPort = incoming ? flow.destinationPort() : flow.sourcePort();
    int peerPort = incoming ? flow.sourcePort() : flow.destinationPort();
    out.gapSeconds = (int) gap;
    out.direction = incoming ? 1 : 0;
    out.protocol = protocolIndex.getOrDefault(flow.protocol(), spec.protocols().size());
    out.tos = tosIndex.getOrDefault(flow.tos(), spec.tos().size());
    out.flags = flagsIndex.getOrDefault(flow.tcpFlags(), spec.flags().size());
    out.label = labelIndex.getOrDefault(flow.label(), spec.labels().size());
    out.packets = flow.packets();
    out.bytes = flow.bytes();
    out.durationSteps = durationSteps(flow);
    out.servicePort = 0;
    out.otherPortClass = -1;
    out.otherPort = 0;
    out.firstOctet = -1;

    ServiceClass service = serviceOf(flow.protocol(), hostPort, peerPort, flow.destinationPort());
    int answers =
        context.flows.answeredBy(peer, out.direction, hostPort, peerPort, flow.protocol());
    if (answers > 0) {
      out.peerEvent = answers - 1;
      if (out.durationSteps > 0 && out.durationSteps == context.flows.duration(answers)) {
        out.durationSteps = CodedFlow.SAME_DURATION;
      }
      out.service = classOf(service);
      return;
    }
    int place = context.peers.placeOf(peer);
    int slot = place < 0 ? -1 : context.peers.slotAt(place);
    out.peerEvent = place < 0 ? CodecSpec.NEW_PEER : CodecSpec.REPLIES + place;
    if (place < 0) {
      out.firstOctet = octetIndex.getOrDefault(Ipv4.firstOctet(peer), spec.firstOctets().size());
    }
    if (slot >= 0 && mayCopyService(context.peers, slot, flow.protocol(), service)) {
      out.service = CodecSpec.COPY_SERVICE;
    } else {
      out.service = classOf(service);
      out.servicePort = out.service > spec.services().size() ? service.port() : 0;
    }
    if (service.kind() == Kind.PORT) {
      encodeOtherPort(context, slot, service.atHost(), service.atHost() ? peerPort : hostPort, out);
    }
  }

  /**
   * The flow that {@code coded} stands for.
   *
   * @param newPeer the address to give to a new peer; unused otherwise
   * @throws IllegalArgumentException where a class is the escape or stands for nothing here
   */
  public Flow decode(HostContext context, CodedFlow coded, int newPeer) {
    int peer;
    int protocol;
    int direction;
    int hostPort;
    int peerPort;
    if (coded.isReply()) {
      int back = coded.peerEvent + 1;
      peer = context.flows.peer(back);
      protocol = context.flows.protocol(back);
      direction = 1 - context.flows.direction(back);
      hostPort = context.flows.hostPort(back);
      peerPort = context.flows.peerPort(back);
    } else {
      int slot = coded.isNewPeer() ? -1 : context.peers.slotAt(coded.recentPeer());
      peer = slot < 0 ? newPeer : context.peers.address(slot);
      protocol = spec.protocols().get(coded.protocol);
      direction = coded.direction;
      ServiceClass service = decodeService(context.peers, slot, protocol, coded);
      if (service.kind() == Kind.PORT) {
        int other = decodeOtherPort(context, slot, service.atHost(), coded);
        hostPort = service.atHost() ? service.port() : other;
        peerPort = service.atHost() ? other : service.port();
      } else {
        // the ICMP type stands in the destination port, whoever that is
        hostPort = direction == 1 ? service.port() : 0;
        peerPort = direction == 1 ? 0 : service.port();
      }
    }
    boolean incoming = direction == 1;
    int flags = spec.flags().get(coded.flags);
    int duration =
        coded.durationSteps == CodedFlow.SAME_DURATION
            ? context.flows.duration(coded.peerEvent + 1)
            : coded.durationSteps;
    return new Flow(
        context.lastSecond() + coded.gapSeconds,
        duration * FlowRule.DURATION_GRID_MS,
        incoming ? peer : context.host(),
        incoming ? context.host() : peer,
        incoming ? peerPort : hostPort,
        incoming ? hostPort : peerPort,
        protocol,
        flags,
        0,
        spec.tos().get(coded.tos),
        coded.packets,
        withinRules(coded.bytes, protocol, flags, coded.packets),
        spec.labels().get(coded.label));
  }

  /** The graph's bounds are floats: beyond 2^24 bytes they lie a little off the rules' own. */
  private static long withinRules(long bytes, int protocol, int flags, long packets) {
    long least = FlowRule.minBytesPerPacket(protocol) * packets;
    long payload = (flags & TcpFlags.PSH) != 0 ? 40 * packets + 1 : 0;
    return Math.min(
        Math.max(bytes, Math.max(least, payload)), FlowRule.MAX_BYTES_PER_PACKET * packets);
  }

  /** Adds {@code flow}, coded as {@code coded}, to the context. */
  public void observe(HostContext context, Flow flow, CodedFlow coded) {
    int peer = flow.peerOf(context.host());
    boolean incoming = flow.source() != context.host();
    int hostPort = incoming ? flow.destinationPort() : flow.sourcePort();
    int peerPort = incoming ? flow.sourcePort() : flow.destinationPort();
    ServiceClass service = serviceOf(flow.protocol(), hostPort, peerPort, flow.destinationPort());
    RecentFlows flows = context.flows;
    RecentPeers peers = context.peers;

    context.moveTo(flow.endSecond());
    int known = peers.placeOf(peer);
    long tickStart = context.tick() * CodecSpec.TICK_SECONDS;
    boolean newInTick = known < 0 || peers.lastSecond(peers.slotAt(known)) < tickStart;
    context.ticks.add(
        coded,
        flow.protocol() == IpProtocol.TCP,
        flow.protocol() == IpProtocol.UDP,
        service.atHost(),
        newInTick);

    int row = flows.nextRow() * FlowRow.BYTES;
    int duration = durationSteps(flow);
    FlowRow.writeFeatures(
        coded, duration, flow.protocol(), flow.tcpFlags(), service.atHost(), flows.rows(), row);
    FlowRow.writeCodes(
        classOf(service),
        tosIndex.getOrDefault(flow.tos(), spec.tos().size()) + 1,
        protocolIndex.getOrDefault(flow.protocol(), spec.protocols().size()) + 1,
        flows.rows(),
        row);

    context.services.add(classOf(service));
    int other = 0;
    if (service.kind() == Kind.PORT) {
      other = service.atHost() ? peerPort : hostPort;
      context.lastOtherPort[service.atHost() ? 0 : 1] = other;
    }
    int slot = peers.touch(peer);
    System.arraycopy(flows.rows(), row, peers.rows(), slot * FlowRow.BYTES, FlowRow.BYTES);
    peers.remember(slot, flow.endSecond(), context.steps(), flow.protocol(), service, other);
    flows.add(
        flow.endSecond(),
        coded.isReply() ? coded.peerEvent + 1 : 0,
        peer,
        incoming ? 1 : 0,
        hostPort,
        peerPort,
        flow.protocol(),
        duration);
  }

  private static int durationSteps(Flow flow) {
    return flow.durationMs() / FlowRule.DURATION_GRID_MS;
  }

  /**
   * The service of a flow: of its two ports the one that more (host, peer) pairs use, as ranked in
   * the vocabulary; the lower number where neither is listed. Between two NTP ports the peer is the
   * server: who asks may use that port too (RFC 5905, section 9), and many more hosts ask for the
   * time than tell it.
   */
  public ServiceClass serviceOf(int protocol, int hostPort, int peerPort, int destinationPort) {
    if (protocol == IpProtocol.ICMP) {
      return new ServiceClass(Kind.ICMP, false, destinationPort);
    }
    if (!IpProtocol.hasPorts(protocol) && hostPort == 0 && peerPort == 0) {
      return ServiceClass.WITHOUT_PORTS;
    }
    ServiceClass atHost = new ServiceClass(Kind.PORT, true, hostPort);
    ServiceClass atPeer = new ServiceClass(Kind.PORT, false, peerPort);
    if (hostPort == NTP && peerPort == NTP) {
      return atPeer;
    }
    int hostRank = serviceRank.getOrDefault(atHost, Integer.MAX_VALUE);
    int peerRank = serviceRank.getOrDefault(atPeer, Integer.MAX_VALUE);
    if (hostRank != peerRank) {
      return hostRank < peerRank ? atHost : atPeer;
    }
    return hostPort < peerPort ? atHost : atPeer;
  }

  /** Class of a service when it is not copied: 1.. for listed ones, then the rest. */
  int classOf(ServiceClass service) {
    Integer rank = serviceRank.get(service);
    if (rank != null) {
      return rank + 1;
    }
    return service.kind() == Kind.ICMP ? spec.restIcmp() : spec.restService(service.atHost());
  }

  private static boolean mayCopyService(
      RecentPeers peers, int slot, int protocol, ServiceClass service) {
    // a tunnel's stray ports are never copied: the graph takes a copied port for TCP's or UDP's
    return peers.protocol(slot) == protocol
        && (service.kind() != Kind.PORT || IpProtocol.hasPorts(protocol))
        && peers.kind(slot) == service.kind()
        && peers.atHost(slot) == service.atHost()
        && peers.servicePort(slot) == service.port();
  }

  private ServiceClass decodeService(RecentPeers peers, int slot, int protocol, CodedFlow coded) {
    if (coded.service == CodecSpec.COPY_SERVICE) {
      if (peers.kind(slot) == Kind.PORT && !IpProtocol.hasPorts(protocol)) {
        // no encoding copies a tunnel's stray ports, but the graph may: it draws no port then
        return ServiceClass.WITHOUT_PORTS;
      }
      return new ServiceClass(peers.kind(slot), peers.atHost(slot), peers.servicePort(slot));
    }
    if (coded.service <= spec.services().size()) {
      return spec.services().get(coded.service - 1);
    }
    if (coded.service == spec.restIcmp()) {
      return new ServiceClass(Kind.ICMP, false, coded.servicePort);
    }
    return new ServiceClass(Kind.PORT, coded.service == spec.restService(true), coded.servicePort);
  }

  private void encodeOtherPort(
      HostContext context, int slot, boolean serviceAtHost, int port, CodedFlow out) {
    int last = context.lastOtherPort[serviceAtHost ? 0 : 1];
    Integer listed = otherPortIndex.get(port);
    if (slot >= 0
        && IpProtocol.hasPorts(context.peers.protocol(slot))
        && context.peers.otherPort(slot) == port) {
      out.otherPortClass = CodecSpec.COPY_PEER_PORT;
    } else if (last > 0 && port == last) {
      out.otherPortClass = CodecSpec.COPY_LAST_PORT;
    } else if (last > 0 && Math.abs(port - last) <= CodecSpec.PORT_STEPS) {
      out.otherPortClass = CodecSpec.classOfPortStep(port - last);
    } else if (listed != null) {
      out.otherPortClass = CodecSpec.FIRST_LISTED_PORT + listed;
    } else {
      out.otherPortClass = spec.firstPortBin() + spec.portBin(port);
      out.otherPort = port;
    }
  }

  private int decodeOtherPort(
      HostContext context, int slot, boolean serviceAtHost, CodedFlow coded) {
    int portClass = coded.otherPortClass;
    int last = context.lastOtherPort[serviceAtHost ? 0 : 1];
    if (portClass == CodecSpec.COPY_PEER_PORT) {
      return context.peers.otherPort(slot);
    }
    if (portClass == CodecSpec.COPY_LAST_PORT) {
      return last;
    }
    if (portClass < CodecSpec.FIRST_LISTED_PORT) {
      return last + CodecSpec.portStep(portClass);
    }
    if (portClass < spec.firstPortBin()) {
      return spec.otherPorts().get(portClass - CodecSpec.FIRST_LISTED_PORT);
    }
    return coded.otherPort;
  }

  private static <V> Map<V, Integer> indexOf(List<V> values) {
    Map<V, Integer> index = new HashMap<>();
    for (int i = 0; i < values.size(); i++) {
      index.put(values.get(i), i);
    }
    return index;
  }
}
