package io.flowstan.trainer.stan;

import io.flowstan.flow.Flow;
import io.flowstan.model.OnnxGraph;
import io.flowstan.random.CounterRandom;
import java.io.IOException;
import java.nio.FloatBuffer;
import java.util.ArrayList;
import java.util.List;

/** Hosts that STAN steps together, on one thread: a run of the graph draws a flow for each. */
final class StanLane {
  private static final int WINDOW = StanRow.PREVIOUS * StanAttribute.COLUMNS;

  /** Random numbers of a flow: uniforms, two a normal, one for the extras. */
  private static final int RANDOMS = StanSampler.UNIFORMS + 2 * StanSampler.NORMALS + 1;

  private final StanModel model;
  private final long startSecond;
  private final long endSecond;
  private final int flowsPerHost;
  private final List<Host> hosts = new ArrayList<>();
  private RedrawCounts redraws = RedrawCounts.NONE;

  /**
   * @param endSecond hosts end before
   */
  StanLane(StanModel model, long startSecond, long endSecond, int flowsPerHost) {
    this.model = model;
    this.startSecond = startSecond;
    this.endSecond = endSecond;
    this.flowsPerHost = flowsPerHost;
  }

  /** Adds a host, whose flows follow from {@code seed} and its {@code place}. */
  void add(int address, int place, long seed) {
    hosts.add(new Host(address, CounterRandom.subKey(seed, place)));
  }

  /** Draws all flows of all hosts. */
  void run() throws IOException {
    if (hosts.isEmpty()) {
      return;
    }
    try (OnnxGraph step = OnnxGraph.open(model.bundle(), StanExport.STEP, hosts.size())) {
      float[] previous = new float[hosts.size() * WINDOW];
      float[] uniforms = new float[hosts.size() * StanSampler.UNIFORMS];
      float[] normals = new float[hosts.size() * StanSampler.NORMALS];
      for (List<Host> going = hosts; !going.isEmpty(); ) {
        for (int n = 0; n < going.size(); n++) {
          going.get(n).fill(n, previous, uniforms, normals);
        }
        step.floats(StanExport.PREVIOUS).put(0, previous);
        step.floats(StanExport.UNIFORMS).put(0, uniforms);
        step.floats(StanExport.NORMALS).put(0, normals);
        step.run(going.size());
        FloatBuffer drawn = step.floatOutput(StanExport.DRAWN);
        FloatBuffer again = step.floatOutput(StanExport.REDRAWS);
        List<Host> left = new ArrayList<>();
        for (int n = 0; n < going.size(); n++) {
          count(again, n);
          if (going.get(n).accept(drawn, n)) {
            left.add(going.get(n));
          }
        }
        going = left;
      }
    }
  }

  /** The flows of the {@code number}-th host that was added. */
  List<Flow> flows(int number) {
    return hosts.get(number).flows;
  }

  RedrawCounts redraws() {
    return redraws;
  }

  private void count(FloatBuffer again, int n) {
    int magnitudes = StanNumber.values().length;
    long redrawn = 0;
    long bounded = 0;
    for (int number = 0; number < magnitudes; number++) {
      float times = again.get(n * magnitudes + number);
      redrawn += times > 0 ? 1 : 0;
      bounded += times >= StanSampler.TRIES ? 1 : 0;
    }
    redraws = redraws.plus(new RedrawCounts(magnitudes, redrawn, bounded));
  }

  /** One host: its window of rows and its clock. */
  private final class Host {
    private final int address;
    private final long key;
    private final float[] window = new float[WINDOW];
    private final List<Flow> flows = new ArrayList<>();
    private long previousEnd = startSecond;

    Host(int address, long key) {
      this.address = address;
      this.key = key;
    }

    void fill(int n, float[] previous, float[] uniforms, float[] normals) {
      System.arraycopy(window, 0, previous, n * WINDOW, WINDOW);
      long counter = (long) flows.size() * RANDOMS;
      for (int i = 0; i < StanSampler.UNIFORMS; i++) {
        uniforms[n * StanSampler.UNIFORMS + i] = CounterRandom.uniform(key, counter++);
      }
      for (int i = 0; i < StanSampler.NORMALS; i++) {
        // Box and Muller, Ann. Math. Statist. 29, 1958
        double radius = Math.sqrt(-2 * Math.log(1 - CounterRandom.uniformDouble(key, counter++)));
        double angle = 2 * Math.PI * CounterRandom.uniformDouble(key, counter++);
        normals[n * StanSampler.NORMALS + i] = (float) (radius * Math.cos(angle));
      }
    }

    /** Takes over the drawn row; false where the host has all its flows or its days are over. */
    boolean accept(FloatBuffer drawn, int n) {
      long[] values = new long[StanAttribute.COUNT];
      for (int i = 0; i < values.length; i++) {
        values[i] = (long) drawn.get(n * StanAttribute.COUNT + i);
      }
      long last = (flows.size() + 1L) * RANDOMS - 1;
      int protocolClass = (int) values[StanAttribute.PROTOCOL.place()];
      StanExtras.Extra extra =
          model.extras().draw(protocolClass, CounterRandom.uniformDouble(key, last));
      Flow flow = StanRow.flow(values, extra, address, previousEnd);
      if (flow.endSecond() >= endSecond) {
        return false;
      }
      flows.add(flow);
      previousEnd = flow.endSecond();
      System.arraycopy(window, StanAttribute.COLUMNS, window, 0, WINDOW - StanAttribute.COLUMNS);
      StanRow.write(values, window, WINDOW - StanAttribute.COLUMNS);
      return flows.size() < flowsPerHost;
    }
  }
}
