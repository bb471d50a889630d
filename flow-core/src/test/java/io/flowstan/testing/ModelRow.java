package io.flowstan.testing;

import io.flowstan.codec.CodecSpec;
import io.flowstan.codec.CodedFlow;
import io.flowstan.codec.FlowCodec;
import io.flowstan.codec.HostContext;
import io.flowstan.codec.TargetColumns;
import io.flowstan.flow.Flow;
import java.nio.FloatBuffer;
import java.nio.LongBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.zip.CRC32;

/**
 * All numbers that the network is given for one flow, all float32 but codes and targets, row-major.
 *
 * @param history [32, 24]
 * @param historyCodes int64 [32, 3]
 * @param peers [64, 26]
 * @param peerCodes int64 [64, 3]
 * @param replies [8, 2]
 * @param now [12]
 * @param lastPorts [2]
 * @param ticks [36, 10]
 * @param calendar [8]
 * @param targets int64 [14]
 * @param numbers [12]
 */
public record ModelRow(
    float[] history,
    long[] historyCodes,
    float[] peers,
    long[] peerCodes,
    float[] replies,
    float[] now,
    float[] lastPorts,
    float[] ticks,
    float[] calendar,
    long[] targets,
    float[] numbers) {

  /** The rows of {@code flows} as the server sees them: by the context's writers. */
  public static List<ModelRow> served(CodecSpec spec, int host, long start, List<Flow> flows) {
    FlowCodec codec = new FlowCodec(spec);
    TargetColumns columns = new TargetColumns(spec);
    HostContext context = new HostContext(host, start);
    CodedFlow coded = new CodedFlow();
    List<ModelRow> rows = new ArrayList<>();
    for (Flow flow : flows) {
      ModelRow row = of(spec, context);
      codec.encode(context, flow, coded);
      columns.write(coded, row.targets, 0, row.numbers, 0);
      codec.observe(context, flow, coded);
      rows.add(row);
    }
    return rows;
  }

  /** The row of the next flow of {@code context}, its targets still zero. */
  public static ModelRow of(CodecSpec spec, HostContext context) {
    ModelRow row = empty();
    context.writeHistory(FloatBuffer.wrap(row.history), 0);
    context.writeHistoryCodes(LongBuffer.wrap(row.historyCodes), 0);
    context.writePeers(FloatBuffer.wrap(row.peers), 0);
    context.writePeerCodes(LongBuffer.wrap(row.peerCodes), 0);
    context.writeReplies(FloatBuffer.wrap(row.replies), 0);
    context.writeNow(FloatBuffer.wrap(row.now), 0);
    context.writeLastPorts(FloatBuffer.wrap(row.lastPorts), 0);
    context.writeTicks(FloatBuffer.wrap(row.ticks), 0);
    context.writeCalendar(spec, FloatBuffer.wrap(row.calendar), 0);
    return row;
  }

  /** This row's moment with another flow as target. */
  public ModelRow with(long[] otherTargets, float[] otherNumbers) {
    return new ModelRow(
        history,
        historyCodes,
        peers,
        peerCodes,
        replies,
        now,
        lastPorts,
        ticks,
        calendar,
        otherTargets,
        otherNumbers);
  }

  private static ModelRow empty() {
    return new ModelRow(
        new float[CodecSpec.HISTORY * HostContext.ROW_FEATURES],
        new long[CodecSpec.HISTORY * HostContext.ROW_CODES],
        new float[CodecSpec.PEERS * HostContext.PEER_FEATURES],
        new long[CodecSpec.PEERS * HostContext.ROW_CODES],
        new float[CodecSpec.REPLIES * HostContext.REPLY_FEATURES],
        new float[HostContext.NOW_FEATURES],
        new float[2],
        new float[CodecSpec.TICKS * HostContext.TICK_FEATURES],
        new float[HostContext.CALENDAR_FEATURES],
        new long[TargetColumns.CLASSES],
        new float[TargetColumns.NUMBERS]);
  }

  /**
   * The row as lines of text: what is small in full (unsigned bytes where the network reads b /
   * 64), what is large as its newest part and the CRC-32 of its bytes.
   */
  public void appendTo(StringBuilder out, int step) {
    out.append("flow ").append(step).append('\n');
    append(out, "targets", targets, 0, targets.length);
    append(out, "numbers", numbers);
    append(out, "now", now);
    append(out, "last-ports", lastPorts);
    append(out, "replies", replies);
    append(out, "calendar", calendar);
    int newest = history.length - HostContext.ROW_FEATURES;
    appendBytes(out, "history", history, newest, HostContext.ROW_FEATURES);
    append(out, "history-codes", historyCodes, historyCodes.length - 3, 3);
    appendBytes(out, "peers", peers, 0, HostContext.PEER_FEATURES);
    int tick = ticks.length - HostContext.TICK_FEATURES;
    appendBytes(out, "ticks", ticks, tick, HostContext.TICK_FEATURES);
  }

  private static void append(StringBuilder out, String name, float[] values) {
    out.append(name);
    for (float value : values) {
      out.append(' ').append(String.format(Locale.ROOT, "%.5g", value));
    }
    out.append('\n');
  }

  private static void append(StringBuilder out, String name, long[] values, int from, int count) {
    out.append(name);
    for (int i = from; i < from + count; i++) {
      out.append(' ').append(values[i]);
    }
    out.append('\n');
  }

  private static void appendBytes(
      StringBuilder out, String name, float[] values, int from, int count) {
    CRC32 crc = new CRC32();
    for (float value : values) {
      crc.update(Math.round(value * 64));
    }
    out.append(name).append(String.format(Locale.ROOT, " crc32 %08x", crc.getValue()));
    for (int i = from; i < from + count; i++) {
      out.append(' ').append(Math.round(values[i] * 64));
    }
    out.append('\n');
  }
}
