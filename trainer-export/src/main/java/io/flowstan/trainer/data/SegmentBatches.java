package io.flowstan.trainer.data;

import io.flowstan.codec.CodecSpec;
import io.flowstan.codec.HostContext;
import io.flowstan.codec.TargetColumns;
import io.flowstan.random.CounterRandom;
import io.flowstan.trainer.optimise.HostTensor;
import io.flowstan.trainer.optimise.TrainingBatch;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;

/**
 * Batches of segments: S runs of L neighbouring flows, each with the 31 rows before it. A segment
 * that reaches beyond its host's end is padded with flows of weight zero.
 */
public final class SegmentBatches {
  /** Flows in a segment, L. */
  public static final int SEGMENT = 64;

  private static final int BEFORE = CodecSpec.HISTORY;
  private static final int ROWS = SEGMENT + CodecSpec.HISTORY - 1;
  private static final int F = HostContext.ROW_FEATURES;
  private static final int C = HostContext.ROW_CODES;
  private static final int P = CodecSpec.PEERS;

  /** Names of random numbers of a segment, beside those of its profile's noise. */
  private static final int MISLED = 0x3157;

  private static final int STRANGER = 0x57A6;
  private static final int TICK_BYTES = CodecSpec.TICKS * HostContext.TICK_FEATURES;

  private final List<HostSequence> hosts;
  private final int segments;
  private final ContextNoise noise;
  private final int octetWeight;

  /**
   * Batches to validate with: nothing is hidden, every flow counts once.
   *
   * @param segments S, segments a batch
   */
  public SegmentBatches(List<HostSequence> hosts, int segments) {
    this(hosts, segments, ContextNoise.NONE, 1);
  }

  /**
   * @param segments S, segments a batch
   * @param octetWeight the first octet of a new peer counts once for every flow that the host has
   *     with the peer before forgetting it, at most so often
   */
  public SegmentBatches(
      List<HostSequence> hosts, int segments, ContextNoise noise, int octetWeight) {
    this.hosts = List.copyOf(hosts);
    this.segments = segments;
    this.noise = noise;
    this.octetWeight = octetWeight;
  }

  /**
   * What training hides, blurs and mistakes, so that free running, whose context is the model's own
   * work, finds nothing new in an empty context and its way back from a wrong one.
   *
   * @param absentContext share of segments whose three-hour context is absent
   * @param strayContext share of segments whose three-hour context ends with another host's
   * @param strayRows share of segments in which the network sees a run of another host's rows; what
   *     may be answered, the peers and the flows to predict stay the host's own
   * @param profileNoise deviation of the noise on a standardised profile
   */
  public record ContextNoise(
      double absentContext, double strayContext, double strayRows, double profileNoise) {
    /** Everything as it is. */
    public static final ContextNoise NONE = new ContextNoise(0, 0, 0, 0);
  }

  private record Segment(HostSequence host, int from, long key) {
    /** The closed ticks at the segment's start, bytes [36, 10]. */
    byte[] ticks() {
      return host.ticks.get(host.tick[Math.max(0, from)]);
    }
  }

  /** Number of batches of a pass: the same for every seed. */
  public int count() {
    int all = 0;
    for (HostSequence host : hosts) {
      all += host.size() / SEGMENT + 1;
    }
    return (all + segments - 1) / segments;
  }

  /** All segments once, in the order of {@code key}, cut at an offset that differs by key. */
  public Iterator<TrainingBatch> shuffled(long key) {
    List<Segment> all = new ArrayList<>();
    for (int h = 0; h < hosts.size(); h++) {
      int size = hosts.get(h).size();
      int shift = shift(size, CounterRandom.bits(key, h));
      for (int n = 0; n <= size / SEGMENT; n++) {
        // the first cut begins before the first flow: its segment is short, not left out
        long name = ((long) h << 32) + n;
        all.add(new Segment(hosts.get(h), n * SEGMENT - shift, CounterRandom.subKey(key, name)));
      }
    }
    for (int i = all.size() - 1; i > 0; i--) {
      java.util.Collections.swap(all, i, CounterRandom.uniformInt(key ^ 0x5EED, i, i + 1));
    }
    return batches(all);
  }

  /** How far before the first flow the cuts begin: no flow is left over and no segment is empty. */
  private static int shift(int size, long bits) {
    int spare = SEGMENT - size % SEGMENT;
    return spare == SEGMENT
        ? 1 + (int) Long.remainderUnsigned(bits, SEGMENT - 1)
        : (int) Long.remainderUnsigned(bits, spare + 1L);
  }

  /** All segments once, in order. */
  public Iterator<TrainingBatch> inOrder() {
    List<Segment> all = new ArrayList<>();
    for (HostSequence host : hosts) {
      for (int from = 0; from < host.size(); from += SEGMENT) {
        all.add(new Segment(host, from, 0));
      }
    }
    return batches(all);
  }

  private Iterator<TrainingBatch> batches(List<Segment> all) {
    return new Iterator<>() {
      private int at;

      @Override
      public boolean hasNext() {
        return at < all.size();
      }

      @Override
      public TrainingBatch next() {
        List<Segment> part = all.subList(at, Math.min(all.size(), at + segments));
        at += part.size();
        return new Assembly(part).batch();
      }
    };
  }

  /** One batch being filled. */
  private final class Assembly {
    private final List<Segment> part;
    private final float[] rows;
    private final float[] seenRows;
    private final long[] seenCodes;
    private final float[] peers;
    private final float[] replies;
    private final float[] services;
    private final int classes;
    private final float[] now;
    private final float[] lastPorts;
    private final float[] profile;
    private final float[] referred;
    private final long[] referredCodes;
    private final long[] targets;
    private final float[] numbers;
    private final float[] weight;
    private final float[] octetWeights;
    private final long[] contextIndex;
    private final List<byte[]> ticks = new ArrayList<>();
    private final List<float[]> calendars = new ArrayList<>();
    private final short[] codes = new short[C];
    private final int profileSize;

    Assembly(List<Segment> part) {
      this.part = part;
      int s = part.size();
      int n = s * SEGMENT;
      profileSize = hosts.get(0).profile.length;
      rows = new float[s * ROWS * F];
      seenRows = new float[rows.length];
      seenCodes = new long[s * ROWS * C];
      peers = new float[n * P * HostContext.PEER_FEATURES];
      replies = new float[n * CodecSpec.REPLIES * HostContext.REPLY_FEATURES];
      classes = hosts.get(0).services;
      services = new float[n * classes];
      now = new float[n * HostContext.NOW_FEATURES];
      lastPorts = new float[n * 2];
      profile = new float[n * profileSize];
      referred = new float[n * F];
      referredCodes = new long[n * C];
      targets = new long[n * TargetColumns.CLASSES];
      numbers = new float[n * TargetColumns.NUMBERS];
      weight = new float[n];
      octetWeights = new float[n];
      contextIndex = new long[n];
    }

    TrainingBatch batch() {
      for (int s = 0; s < part.size(); s++) {
        fill(s, part.get(s));
      }
      int s = part.size();
      int n = s * SEGMENT;
      float[] allTicks = new float[ticks.size() * TICK_BYTES];
      float[] allCalendars = new float[ticks.size() * HostContext.CALENDAR_FEATURES];
      for (int t = 0; t < ticks.size(); t++) {
        for (int i = 0; i < TICK_BYTES; i++) {
          allTicks[t * TICK_BYTES + i] = (ticks.get(t)[i] & 255) / 64f;
        }
        System.arraycopy(
            calendars.get(t),
            0,
            allCalendars,
            t * HostContext.CALENDAR_FEATURES,
            HostContext.CALENDAR_FEATURES);
      }
      Map<String, HostTensor> inputs = new HashMap<>();
      inputs.put("rows", new HostTensor.Floats(rows, s, ROWS, F));
      inputs.put("seen_rows", new HostTensor.Floats(seenRows, s, ROWS, F));
      inputs.put("seen_codes", new HostTensor.Longs(seenCodes, s, ROWS, C));
      inputs.put("peers", new HostTensor.Floats(peers, n, P, HostContext.PEER_FEATURES));
      inputs.put(
          "replies",
          new HostTensor.Floats(replies, n, CodecSpec.REPLIES, HostContext.REPLY_FEATURES));
      inputs.put("services", new HostTensor.Floats(services, n, classes));
      inputs.put("now", new HostTensor.Floats(now, n, HostContext.NOW_FEATURES));
      inputs.put("last_ports", new HostTensor.Floats(lastPorts, n, 2));
      inputs.put("profile", new HostTensor.Floats(profile, n, profileSize));
      inputs.put("referred", new HostTensor.Floats(referred, n, F));
      inputs.put("referred_codes", new HostTensor.Longs(referredCodes, n, C));
      inputs.put("targets", new HostTensor.Longs(targets, n, TargetColumns.CLASSES));
      inputs.put("numbers", new HostTensor.Floats(numbers, n, TargetColumns.NUMBERS));
      inputs.put("weight", new HostTensor.Floats(weight, n, 1));
      inputs.put("octet_weight", new HostTensor.Floats(octetWeights, n, 1));
      inputs.put("context_index", new HostTensor.Longs(contextIndex, n));
      inputs.put(
          "ticks",
          new HostTensor.Floats(
              allTicks, ticks.size(), CodecSpec.TICKS, HostContext.TICK_FEATURES));
      inputs.put(
          "calendar",
          new HostTensor.Floats(allCalendars, ticks.size(), HostContext.CALENDAR_FEATURES));
      return new TrainingBatch(inputs);
    }

    private void fill(int s, Segment segment) {
      HostSequence host = segment.host;
      for (int r = 0; r < ROWS; r++) {
        int row = segment.from - BEFORE + r;
        if (row >= 0 && row < host.size) {
          copyRow(host, row, rows, (s * ROWS + r) * F);
        }
      }
      see(segment, s, 0, ROWS);
      SegmentNoise misled =
          SegmentNoise.draw(noise, CounterRandom.subKey(segment.key, MISLED), ROWS);
      Segment stranger = part.get(CounterRandom.uniformInt(segment.key, STRANGER, part.size()));
      see(stranger, s, misled.firstRow(), misled.endRow());
      float[] blurred = blurred(host.profile, segment.key);
      int tickOf = -1;
      int[] used = host.servicesBefore(Math.max(0, segment.from));
      for (int l = 0; l < SEGMENT; l++) {
        int n = s * SEGMENT + l;
        int i = segment.from + l;
        boolean there = i >= 0 && i < host.size;
        System.arraycopy(blurred, 0, profile, n * profileSize, profileSize);
        if (!there) {
          pad(n);
          continue;
        }
        if (host.tick[i] != tickOf) {
          tickOf = host.tick[i];
          ticks.add(misled.ticks(host.ticks.get(tickOf), stranger.ticks()));
          calendars.add(host.calendars.get(tickOf));
        }
        contextIndex[n] = ticks.size() - 1L;
        fillFlow(host, i, n);
        for (int c = 0; c < classes; c++) {
          services[n * classes + c] = used[c] == 0 ? 0 : HostContext.scaledCount(used[c]) & 255;
        }
        host.count(used, i);
      }
    }

    /** Writes the rows [from, to) of {@code segment} into what the network sees in segment s. */
    private void see(Segment segment, int s, int from, int to) {
      for (int r = from; r < to; r++) {
        int row = segment.from - BEFORE + r;
        if (row >= 0 && row < segment.host.size) {
          copyRow(segment.host, row, seenRows, (s * ROWS + r) * F);
          copyCodes(segment.host, row, seenCodes, (s * ROWS + r) * C);
        }
      }
    }

    private void fillFlow(HostSequence host, int i, int n) {
      weight[n] = 1;
      octetWeights[n] = Math.min(octetWeight, host.introduced[i]);
      System.arraycopy(
          host.targets,
          i * TargetColumns.CLASSES,
          targets,
          n * TargetColumns.CLASSES,
          TargetColumns.CLASSES);
      System.arraycopy(
          host.numbers,
          i * TargetColumns.NUMBERS,
          numbers,
          n * TargetColumns.NUMBERS,
          TargetColumns.NUMBERS);
      int width = CodecSpec.REPLIES * HostContext.REPLY_FEATURES;
      for (int f = 0; f < width; f++) {
        replies[n * width + f] = host.replies[i * width + f] / 64f;
      }
      copy(host.now, i, now, n, HostContext.NOW_FEATURES);
      copy(host.lastPorts, i, lastPorts, n, 2);
      for (int place = 0; place < P; place++) {
        int row = host.peerRows[i * P + place];
        if (row == HostSequence.NOT_SEEN) {
          break;
        }
        int at = (n * P + place) * HostContext.PEER_FEATURES;
        copyRow(host, row, peers, at);
        peers[at + F] = (host.peerUse[(i * P + place) * 2] & 255) / 64f;
        peers[at + F + 1] = (host.peerUse[(i * P + place) * 2 + 1] & 255) / 64f;
      }
      if (host.referred[i] != HostSequence.NOT_SEEN) {
        copyRow(host, host.referred[i], referred, n * F);
        copyCodes(host, host.referred[i], referredCodes, n * C);
      }
    }

    /** A flow of weight zero: any targets that the network can score. */
    private void pad(int n) {
      contextIndex[n] = Math.max(0, ticks.size() - 1L);
      if (ticks.isEmpty()) {
        ticks.add(new byte[TICK_BYTES]);
        calendars.add(new float[HostContext.CALENDAR_FEATURES]);
      }
      Arrays.fill(targets, n * TargetColumns.CLASSES, (n + 1) * TargetColumns.CLASSES, 0);
      targets[n * TargetColumns.CLASSES + 1] = CodecSpec.NEW_PEER;
      for (int number = 0; number < TargetColumns.NUMBERS; number += 3) {
        numbers[n * TargetColumns.NUMBERS + number] = 1;
        numbers[n * TargetColumns.NUMBERS + number + 2] = (float) Math.log(2);
      }
    }

    /**
     * The profile as it would be guessed from a noisy view of it. Features have variance 1, so the
     * best guess is the view by 1 + deviation^2; the view itself would teach the network to expect
     * less of a profile than an exact one says.
     */
    private float[] blurred(float[] exact, long key) {
      float[] values = exact.clone();
      if (noise.profileNoise() > 0) {
        double trust = 1 / (1 + noise.profileNoise() * noise.profileNoise());
        for (int i = 0; i < values.length; i++) {
          double radius = Math.sqrt(-2 * Math.log1p(-CounterRandom.uniformDouble(key, 2 * i + 1)));
          double angle = 2 * Math.PI * CounterRandom.uniformDouble(key, 2 * i + 2);
          double view = exact[i] + noise.profileNoise() * radius * Math.cos(angle);
          values[i] = (float) (trust * view);
        }
      }
      return values;
    }

    private void copy(float[] from, int i, float[] to, int n, int width) {
      System.arraycopy(from, i * width, to, n * width, width);
    }

    private void copyRow(HostSequence host, int row, float[] to, int at) {
      for (int f = 0; f < F; f++) {
        to[at + f] = (host.rows[row * HostContext.ROW_BYTES + f] & 255) / 64f;
      }
    }

    private void copyCodes(HostSequence host, int row, long[] to, int at) {
      HostContext.readCodes(host.rows, row * HostContext.ROW_BYTES, codes, 0);
      for (int c = 0; c < C; c++) {
        to[at + c] = codes[c];
      }
    }
  }
}
