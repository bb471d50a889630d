package io.flowstan.service.wire;

import io.flowstan.avro.TopicSchemas;
import io.flowstan.flow.Flow;
import io.flowstan.flow.HostFlow;
import io.flowstan.flow.Ipv4;
import io.flowstan.random.CounterRandom;
import org.apache.avro.generic.GenericData;
import org.apache.avro.generic.GenericRecord;

/** Seeded flows that hold every value a flow may hold, the extreme ones often. */
public final class RandomFlows {
  private static final String[] LABELS = {
    "background", "blacklist", "x", "anomaly-udpscan", "größe", "\uD83D\uDE00 emoji", "中文"
  };

  private RandomFlows() {}

  /** The {@code i}-th flow of {@code seed}. */
  public static HostFlow draw(long seed, int i) {
    Draw draw = new Draw(CounterRandom.subKey(seed, i));
    long endSecond = draw.within(-9_000_000_000L, 9_000_000_000L);
    return new HostFlow(
        draw.address(),
        draw.within(0, Long.MAX_VALUE),
        endSecond * 1_000,
        new Flow(
            endSecond,
            (int) draw.within(0, Integer.MAX_VALUE),
            draw.address(),
            draw.address(),
            (int) draw.within(0, Flow.MAX_PORT),
            (int) draw.within(0, Flow.MAX_PORT),
            (int) draw.within(0, 255),
            (int) draw.within(0, 63),
            (int) draw.within(0, 255),
            (int) draw.within(0, 255),
            draw.within(1, Long.MAX_VALUE),
            draw.within(1, Long.MAX_VALUE),
            LABELS[(int) draw.within(0, LABELS.length - 1)]));
  }

  /** The same flow with another label. */
  public static HostFlow withLabel(HostFlow hostFlow, String label) {
    Flow flow = hostFlow.flow();
    return new HostFlow(
        hostFlow.host(),
        hostFlow.sequence(),
        hostFlow.dueMs(),
        new Flow(
            flow.endSecond(),
            flow.durationMs(),
            flow.source(),
            flow.destination(),
            flow.sourcePort(),
            flow.destinationPort(),
            flow.protocol(),
            flow.tcpFlags(),
            flow.forwardingStatus(),
            flow.tos(),
            flow.packets(),
            flow.bytes(),
            label));
  }

  /** The flow as Avro's own record, filled by field name. */
  static GenericRecord record(HostFlow hostFlow) {
    Flow flow = hostFlow.flow();
    GenericRecord record = new GenericData.Record(TopicSchemas.FLOW);
    record.put("host", Ipv4.format(hostFlow.host()));
    record.put("sequence", hostFlow.sequence());
    record.put("start", flow.startMs());
    record.put("end", flow.endMs());
    record.put("durationMs", flow.durationMs());
    record.put("sourceAddress", Ipv4.format(flow.source()));
    record.put("destinationAddress", Ipv4.format(flow.destination()));
    record.put("sourcePort", flow.sourcePort());
    record.put("destinationPort", flow.destinationPort());
    record.put("protocol", flow.protocol());
    record.put("tcpFlags", flow.tcpFlags());
    record.put("forwardingStatus", flow.forwardingStatus());
    record.put("tos", flow.tos());
    record.put("packets", flow.packets());
    record.put("bytes", flow.bytes());
    record.put("label", flow.label());
    return record;
  }

  /** Draws one after the other: a third the lowest, a third the highest, else any magnitude. */
  private static final class Draw {
    private final long key;
    private long counter;

    Draw(long key) {
      this.key = key;
    }

    int address() {
      return (int) CounterRandom.bits(key, counter++);
    }

    long within(long low, long high) {
      int kind = CounterRandom.uniformInt(key, counter++, 6);
      if (kind == 0) {
        return low;
      }
      if (kind == 1) {
        return high;
      }
      int shift = CounterRandom.uniformInt(key, counter++, 63);
      long magnitude = CounterRandom.bits(key, counter++) >>> 1 >>> shift;
      return low + Math.floorMod(magnitude, high - low + (high - low == Long.MAX_VALUE ? 0 : 1));
    }
  }
}
