package io.flowstan.trainer.data;

import io.flowstan.codec.CodecSpec;
import io.flowstan.codec.HostContext;
import io.flowstan.codec.TargetColumns;
import io.flowstan.testing.ModelRow;
import io.flowstan.trainer.optimise.HostTensor;
import io.flowstan.trainer.optimise.TrainingBatch;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** The rows of a training batch, put together flow by flow as the server would see them. */
final class BatchRows {
  private static final int L = SegmentBatches.SEGMENT;
  private static final int ROWS = L + CodecSpec.HISTORY - 1;

  private final TrainingBatch batch;

  BatchRows(TrainingBatch batch) {
    this.batch = batch;
  }

  /** Rows of weight one, in order; peers' codes are those of the server's rows, unseen here. */
  List<ModelRow> rows(List<ModelRow> served) {
    List<ModelRow> rows = new ArrayList<>();
    float[] weight = floats("weight");
    for (int n = 0; n < weight.length; n++) {
      if (weight[n] > 0) {
        rows.add(row(n, served.get(rows.size()).peerCodes()));
      }
    }
    return rows;
  }

  /** The flow that flow {@code n}'s peer event refers to: features and codes in one. */
  float[] referred(int n) {
    float[] all = Arrays.copyOf(part("referred", n, HostContext.ROW_FEATURES), 27);
    long[] codes = longPart("referred_codes", n, HostContext.ROW_CODES);
    for (int c = 0; c < codes.length; c++) {
      all[HostContext.ROW_FEATURES + c] = codes[c];
    }
    return all;
  }

  private ModelRow row(int n, long[] peerCodes) {
    int first = n / L * ROWS + n % L;
    int f = HostContext.ROW_FEATURES;
    int c = HostContext.ROW_CODES;
    int context = (int) longs("context_index")[n];
    return new ModelRow(
        Arrays.copyOfRange(floats("seen_rows"), first * f, (first + CodecSpec.HISTORY) * f),
        Arrays.copyOfRange(longs("seen_codes"), first * c, (first + CodecSpec.HISTORY) * c),
        part("peers", n, CodecSpec.PEERS * HostContext.PEER_FEATURES),
        peerCodes,
        part("replies", n, CodecSpec.REPLIES * HostContext.REPLY_FEATURES),
        part("services", n, floats("services").length / floats("weight").length),
        part("now", n, HostContext.NOW_FEATURES),
        part("last_ports", n, 2),
        part("ticks", context, CodecSpec.TICKS * HostContext.TICK_FEATURES),
        part("calendar", context, HostContext.CALENDAR_FEATURES),
        longPart("targets", n, TargetColumns.CLASSES),
        part("numbers", n, TargetColumns.NUMBERS));
  }

  private float[] part(String name, int n, int width) {
    return Arrays.copyOfRange(floats(name), n * width, (n + 1) * width);
  }

  private long[] longPart(String name, int n, int width) {
    return Arrays.copyOfRange(longs(name), n * width, (n + 1) * width);
  }

  private float[] floats(String name) {
    return ((HostTensor.Floats) tensor(name)).values();
  }

  private long[] longs(String name) {
    return ((HostTensor.Longs) tensor(name)).values();
  }

  private HostTensor tensor(String name) {
    HostTensor tensor = batch.inputs().get(name);
    if (tensor == null) {
      throw new AssertionError("batch without " + name);
    }
    return tensor;
  }
}
