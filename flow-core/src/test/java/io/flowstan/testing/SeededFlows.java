package io.flowstan.testing;

import io.flowstan.flow.Flow;
import io.flowstan.flow.TcpFlags;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/** Flows drawn from a seed: anything that the record allows, extremes included. */
public final class SeededFlows {
  /** 2016-04-11T00:00:00 UTC. */
  public static final long START_SECOND = 1_460_332_800L;

  private static final List<String> LABELS =
      List.of("background", "blacklist", "anomaly-spam", "dos", "scan11", "étiquette");
  private static final int[] PROTOCOLS = {1, 4, 6, 6, 6, 17, 17, 41, 47, 50, 58, 99, 255};

  private SeededFlows() {}

  /** {@code count} flows in order of their end. */
  public static List<Flow> list(long seed, int count) {
    Random random = new Random(seed);
    List<Flow> flows = new ArrayList<>();
    long endSecond = START_SECOND;
    for (int i = 0; i < count; i++) {
      endSecond += random.nextInt(3) == 0 ? random.nextInt(5_000) : 0;
      flows.add(one(random, endSecond));
    }
    return flows;
  }

  private static Flow one(Random random, long endSecond) {
    return new Flow(
        endSecond,
        random.nextInt(4) == 0 ? 0 : random.nextInt(400_000),
        random.nextInt(),
        random.nextInt(),
        random.nextInt(Flow.MAX_PORT + 1),
        random.nextInt(Flow.MAX_PORT + 1),
        PROTOCOLS[random.nextInt(PROTOCOLS.length)],
        random.nextInt(TcpFlags.ALL + 1),
        random.nextInt(256),
        random.nextInt(256),
        count(random),
        count(random),
        LABELS.get(random.nextInt(LABELS.size())));
  }

  /** Mostly small, at times as large as 10^17. */
  private static long count(Random random) {
    return 1 + (long) Math.pow(10, random.nextDouble() * (random.nextInt(10) == 0 ? 17 : 5));
  }
}
