package io.flowstan.testing;

import io.flowstan.codec.CodecSpec;
import io.flowstan.codec.CodedFlow;
import io.flowstan.codec.FlowCodec;
import io.flowstan.codec.HostContext;
import io.flowstan.codec.TargetColumns;
import io.flowstan.flow.Flow;
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
 * @param services [S], 0 to 255
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
    float[] services,
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
    ModelRow row = empty(spec);
    byte[] history = new byte[CodecSpec.HISTORY * HostContext.ROW_BYTES];
    context.writeHistory(history, 0);
    read(history, HostContext.ROW_BYTES, row.history, row.historyCodes);
    byte[] peers = new byte[CodecSpec.PEERS * HostContext.PEER_BYTES];
    context.writePeers(peers, 0);
    read(peers, HostContext.PEER_BYTES, row.peers, row.peerCodes);
    byte[] latest = new byte[CodecSpec.REPLIES * HostContext.LATEST_BYTES];
    context.writeLatest(latest, 0);
    for (int back = 0; back < CodecSpec.REPLIES; back++) {
      for (int f = 0; f < HostContext.REPLY_FEATURES; f++) {
        int at = back * HostContext.LATEST_BYTES + HostContext.ROW_BYTES + f;
        row.replies[back * HostContext.REPLY_FEATURES + f] = latest[at] / 64f;
      }
    }
    byte[] services = new byte[row.services.length];
    context.writeServices(services, 0, services.length);
    for (int i = 0; i < services.length; i++) {
      row.services[i] = services[i] & 255;
    }
    context.writeNow(row.now, 0);
    context.writeLastPorts(row.lastPorts, 0);
    byte[] ticks = new byte[row.ticks.length];
    context.writeTicks(ticks, 0);
    for (int i = 0; i < ticks.length; i++) {
      row.ticks[i] = (ticks[i] & 255) / 64f;
    }
    context.writeCalendar(spec, row.calendar, 0);
    return row;
  }

  /** Rows of {@code width} bytes as features, those behind the codes included, and codes. */
  private static void read(byte[] rows, int width, float[] features, long[] codes) {
    int f = 0;
    int c = 0;
    for (int from = 0; from < rows.length; from += width) {
      for (int i = 0; i < width; i++) {
        if (i < HostContext.ROW_FEATURES || i >= HostContext.ROW_BYTES) {
          features[f++] = (rows[from + i] & 255) / 64f;
        }
      }
      int at = from + HostContext.ROW_FEATURES;
      codes[c++] = (rows[at] & 255) | (rows[at + 1] & 255) << 8;
      codes[c++] = rows[at + 2] & 255;
      codes[c++] = rows[at + 3] & 255;
    }
  }

  /** The last 32 flows as bytes [32, 28], as graphs are given them. */
  public byte[] historyBytes() {
    return bytes(history, historyCodes, HostContext.ROW_FEATURES);
  }

  /** The recent peers as bytes [64, 30]. */
  public byte[] peerBytes() {
    return bytes(peers, peerCodes, HostContext.PEER_FEATURES);
  }

  /** The last 8 flows, the last first, as bytes [8, 30]. */
  public byte[] latestBytes() {
    byte[] rows = historyBytes();
    byte[] latest = new byte[CodecSpec.REPLIES * HostContext.LATEST_BYTES];
    for (int back = 0; back < CodecSpec.REPLIES; back++) {
      int to = back * HostContext.LATEST_BYTES;
      int from = (CodecSpec.HISTORY - 1 - back) * HostContext.ROW_BYTES;
      System.arraycopy(rows, from, latest, to, HostContext.ROW_BYTES);
      for (int f = 0; f < HostContext.REPLY_FEATURES; f++) {
        latest[to + HostContext.ROW_BYTES + f] =
            scaled(replies[back * HostContext.REPLY_FEATURES + f]);
      }
    }
    return latest;
  }

  /** The services as bytes [S]. */
  public byte[] serviceBytes() {
    byte[] out = new byte[services.length];
    for (int i = 0; i < out.length; i++) {
      out[i] = (byte) services[i];
    }
    return out;
  }

  /** The ticks as bytes [36, 10]. */
  public byte[] tickBytes() {
    byte[] out = new byte[ticks.length];
    for (int i = 0; i < out.length; i++) {
      out[i] = scaled(ticks[i]);
    }
    return out;
  }

  private static byte[] bytes(float[] features, long[] codes, int width) {
    int rows = features.length / width;
    int extra = width - HostContext.ROW_FEATURES;
    byte[] out = new byte[rows * (HostContext.ROW_BYTES + extra)];
    int at = 0;
    for (int row = 0; row < rows; row++) {
      for (int f = 0; f < HostContext.ROW_FEATURES; f++) {
        out[at++] = scaled(features[row * width + f]);
      }
      out[at++] = (byte) codes[row * 3];
      out[at++] = (byte) (codes[row * 3] >> 8);
      out[at++] = (byte) codes[row * 3 + 1];
      out[at++] = (byte) codes[row * 3 + 2];
      for (int f = HostContext.ROW_FEATURES; f < width; f++) {
        out[at++] = scaled(features[row * width + f]);
      }
    }
    return out;
  }

  private static byte scaled(float value) {
    return (byte) Math.round(value * 64);
  }

  /** This row's moment with another flow as target. */
  public ModelRow with(long[] otherTargets, float[] otherNumbers) {
    return new ModelRow(
        history,
        historyCodes,
        peers,
        peerCodes,
        replies,
        services,
        now,
        lastPorts,
        ticks,
        calendar,
        otherTargets,
        otherNumbers);
  }

  private static ModelRow empty(CodecSpec spec) {
    return new ModelRow(
        new float[CodecSpec.HISTORY * HostContext.ROW_FEATURES],
        new long[CodecSpec.HISTORY * HostContext.ROW_CODES],
        new float[CodecSpec.PEERS * HostContext.PEER_FEATURES],
        new long[CodecSpec.PEERS * HostContext.ROW_CODES],
        new float[CodecSpec.REPLIES * HostContext.REPLY_FEATURES],
        new float[spec.serviceClasses()],
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
