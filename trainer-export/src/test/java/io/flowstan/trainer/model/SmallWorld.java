package io.flowstan.trainer.model;

import io.flowstan.flow.Flow;
import io.flowstan.flow.IpProtocol;
import io.flowstan.flow.Ipv4;
import io.flowstan.flow.TcpFlags;
import io.flowstan.io.FlowFormat;
import io.flowstan.io.FlowWriter;
import io.flowstan.testing.SeededFlows;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;

/** A seeded world of hosts that ask servers and are answered: a day as a UGR'16 table. */
final class SmallWorld {
  private static final int FIRST_HOST = 42 << 24 | 219 << 16 | 1;

  private final int hosts;
  private final Random random;

  SmallWorld(int hosts, long seed) {
    this.hosts = hosts;
    this.random = new Random(seed);
  }

  /** Writes {@code flows.csv} and {@code hosts.txt} into {@code folder}. */
  void write(Path folder, int requestsPerHost) throws IOException {
    List<Flow> flows = new ArrayList<>();
    for (int host = 0; host < hosts; host++) {
      addHost(flows, FIRST_HOST + host, requestsPerHost / 2 + random.nextInt(requestsPerHost));
    }
    flows.sort(Comparator.comparingLong(Flow::endSecond));
    try (FlowWriter writer = FlowWriter.open(folder.resolve("flows.csv"), FlowFormat.UGR16)) {
      for (Flow flow : flows) {
        writer.write(flow);
      }
      writer.commit();
    }
    Files.write(
        folder.resolve("hosts.txt"),
        IntStream.range(0, hosts).mapToObj(host -> Ipv4.format(FIRST_HOST + host)).toList());
  }

  private void addHost(List<Flow> flows, int host, int requests) {
    long second = SeededFlows.START_SECOND;
    int port = 49_152 + random.nextInt(1_000);
    for (int i = 0; i < requests; i++) {
      second += random.nextInt(3) == 0 ? random.nextInt(120_000 / requests) : 0;
      boolean dns = random.nextInt(4) == 0;
      int server = (dns ? 8 : 93) << 24 | random.nextInt(dns ? 2 : 40);
      port += 1 + random.nextInt(3);
      int service = dns ? 53 : random.nextInt(3) == 0 ? 80 : 443;
      int protocol = dns ? IpProtocol.UDP : IpProtocol.TCP;
      flows.add(one(second, host, port, server, service, protocol));
      if (random.nextInt(10) > 0) {
        flows.add(one(second, server, service, host, port, protocol));
      }
    }
  }

  private Flow one(long second, int from, int fromPort, int to, int toPort, int protocol) {
    boolean udp = protocol == IpProtocol.UDP;
    long packets = udp ? 1 : 2 + random.nextInt(30);
    long bytes = packets * 60 + random.nextInt((int) packets * 900);
    int flags = TcpFlags.ACK | TcpFlags.PSH | TcpFlags.SYN | TcpFlags.FIN;
    return new Flow(
        second,
        udp ? 0 : 4 * random.nextInt(2_000),
        from,
        to,
        fromPort,
        toPort,
        protocol,
        udp ? TcpFlags.ACK : flags,
        0,
        random.nextInt(5) == 0 ? 72 : 0,
        packets,
        bytes,
        "background");
  }
}
