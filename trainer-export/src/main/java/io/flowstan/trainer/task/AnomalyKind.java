package io.flowstan.trainer.task;

import io.flowstan.flow.Flow;
import io.flowstan.flow.IpProtocol;
import io.flowstan.flow.TcpFlags;
import io.flowstan.random.CounterRandom;
import java.util.ArrayList;
import java.util.List;

/** An attack or fault that is put into real streams, made from a seed. */
enum AnomalyKind {
  /** 60 TCP ports of the host in ascending order, one SYN each, ten a second, from one new peer. */
  PORT_SCAN("port-scan", "port scan") {
    @Override
    List<Flow> episode(int host, List<Flow> normal, long second, long seed) {
      int scanner = newPeer(host, normal, seed, 0);
      int firstPort = 1 + CounterRandom.uniformInt(seed, 2, 1_024);
      List<Flow> flows = new ArrayList<>();
      for (int i = 0; i < ROWS; i++) {
        flows.add(
            flow(
                second + i / 10,
                0,
                scanner,
                host,
                ephemeral(seed, i),
                firstPort + i,
                IpProtocol.TCP,
                TcpFlags.SYN,
                1,
                40));
      }
      return flows;
    }
  },
  /** The host sends one small UDP packet each to 60 addresses in a row, ten a second. */
  UDP_SCAN("udp-scan", "UDP scan") {
    @Override
    List<Flow> episode(int host, List<Flow> normal, long second, long seed) {
      int firstPeer = newPeer(host, normal, seed, 0);
      int port = 1 + CounterRandom.uniformInt(seed, 2, 49_151);
      List<Flow> flows = new ArrayList<>();
      for (int i = 0; i < ROWS; i++) {
        flows.add(
            flow(
                second + i / 10,
                0,
                host,
                firstPeer + i,
                ephemeral(seed, 0),
                port,
                IpProtocol.UDP,
                0,
                1,
                29));
      }
      return flows;
    }
  },
  /** 6 uploads of 0.1 to 1 GB over TCP to port 443 of one new peer, a minute apart. */
  EXFILTRATION("exfiltration", "exfiltration") {
    @Override
    List<Flow> episode(int host, List<Flow> normal, long second, long seed) {
      int drop = newPeer(host, normal, seed, 0);
      List<Flow> flows = new ArrayList<>();
      for (int i = 0; i < 6; i++) {
        long packets = 70_000L + CounterRandom.uniformInt(seed, 10 + i, 630_000);
        flows.add(
            flow(
                second + 60L * i,
                59_000,
                host,
                drop,
                ephemeral(seed, i),
                443,
                IpProtocol.TCP,
                TcpFlags.ACK | TcpFlags.PSH,
                packets,
                1_450 * packets));
      }
      return flows;
    }
  },
  /** 60 of the host's own flows again, in random order within three seconds. */
  BURST("burst", "burst of usual flows") {
    @Override
    List<Flow> episode(int host, List<Flow> normal, long second, long seed) {
      List<Flow> flows = new ArrayList<>();
      for (int i = 0; i < ROWS; i++) {
        Flow usual = normal.get(CounterRandom.uniformInt(seed, i, normal.size()));
        flows.add(
            new Flow(
                second + i / 20,
                usual.durationMs(),
                usual.source(),
                usual.destination(),
                usual.sourcePort(),
                usual.destinationPort(),
                usual.protocol(),
                usual.tcpFlags(),
                usual.forwardingStatus(),
                usual.tos(),
                usual.packets(),
                usual.bytes(),
                LABEL));
      }
      return flows;
    }
  };

  private static final int ROWS = 60;
  private static final String LABEL = "injected";

  private final String key;
  private final String title;

  AnomalyKind(String key, String title) {
    this.key = key;
    this.title = title;
  }

  String key() {
    return key;
  }

  String title() {
    return title;
  }

  /** The flows of one episode at {@code host}, which has the flows {@code normal} otherwise. */
  abstract List<Flow> episode(int host, List<Flow> normal, long second, long seed);

  /** An address in the /8 of one of the host's peers, so that the octet alone tells nothing. */
  private static int newPeer(int host, List<Flow> normal, long seed, int counter) {
    int like = normal.get(CounterRandom.uniformInt(seed, counter, normal.size())).peerOf(host);
    return (like & 0xFF00_0000) | CounterRandom.uniformInt(seed, counter + 1, 0x00FF_0000);
  }

  private static int ephemeral(long seed, int i) {
    return 32_768 + CounterRandom.uniformInt(seed, 1_000L + i, 28_000);
  }

  private static Flow flow(
      long second,
      int durationMs,
      int from,
      int to,
      int fromPort,
      int toPort,
      int protocol,
      int flags,
      long packets,
      long bytes) {
    return new Flow(
        second,
        durationMs,
        from,
        to,
        fromPort,
        toPort,
        protocol,
        flags,
        0,
        0,
        packets,
        bytes,
        LABEL);
  }
}
