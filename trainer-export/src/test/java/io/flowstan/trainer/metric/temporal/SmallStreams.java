package io.flowstan.trainer.metric.temporal;

import io.flowstan.flow.Flow;
import io.flowstan.flow.IpProtocol;
import io.flowstan.trainer.table.FlowTable;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.LongToIntFunction;
import java.util.stream.LongStream;

/** Streams of a few flows from one host to peers, and tables of such hosts. */
public final class SmallStreams {
  /** The host of the streams; in a table the hosts have this address and those after it. */
  public static final int HOST = 1;

  private SmallStreams() {}

  /** A table that begins at second 0; the streams' flows must have the hosts as an end. */
  @SafeVarargs
  public static FlowTable table(int days, List<Flow>... streams) {
    Map<Integer, List<Flow>> byHost = new LinkedHashMap<>();
    for (List<Flow> stream : streams) {
      byHost.put(HOST + byHost.size(), stream);
    }
    return new FlowTable("table", 0, days, byHost);
  }

  /** A flow of 60 bytes from {@code host} to a peer's port 53. */
  public static Flow udp(long second, int host, int peer) {
    return udp(second, host, peer, 40_000, 53);
  }

  /** A flow of 60 bytes. */
  public static Flow udp(long second, int from, int to, int fromPort, int toPort) {
    return new Flow(
        second, 0, from, to, fromPort, toPort, IpProtocol.UDP, 0, 0, 0, 1, 60, "background");
  }

  /** A flow of {@code bytes} from {@link #HOST}. */
  public static Flow ofBytes(long second, long bytes) {
    return new Flow(
        second, 0, HOST, 9, 40_000, 53, IpProtocol.UDP, 0, 0, 0, 2, bytes, "background");
  }

  /** A flow of {@code host} at each of the seconds, all to one peer. */
  public static List<Flow> at(int host, LongStream seconds) {
    return seconds.mapToObj(second -> udp(second, host, 9_999)).toList();
  }

  /** A flow a second of {@code host}, its peers as {@code peerOf} says by second. */
  public static List<Flow> withPeers(int host, int flows, LongToIntFunction peerOf) {
    return LongStream.range(0, flows)
        .mapToObj(second -> udp(second, host, peerOf.applyAsInt(second)))
        .toList();
  }
}
