package io.flowstan.trainer.stan;

import io.flowstan.engine.Steps;
import io.flowstan.flow.Flow;
import io.flowstan.flow.FlowRule;
import io.flowstan.model.OnnxGraph;
import java.io.IOException;
import java.nio.FloatBuffer;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;

/**
 * STAN's steps: a run of its graph draws a flow for each host. Of the hard rules it promises those
 * that its rows cannot break; the others hold or not, as they were drawn.
 */
final class StanSteps implements Steps<StanHost> {
  private static final int BATCH = 256;
  private static final int MAGNITUDES = StanNumber.values().length;

  private final OnnxGraph step;
  private final StanExtras extras;
  private final long flowsPerHost;
  private final float[] previous = new float[BATCH * StanHost.WINDOW];
  private final float[] uniforms = new float[BATCH * StanSampler.UNIFORMS];
  private final float[] normals = new float[BATCH * StanSampler.NORMALS];
  private final float[] drawn = new float[BATCH * StanAttribute.COUNT];
  private RedrawCounts redraws = RedrawCounts.NONE;

  /**
   * @param flowsPerHost after which a host ends
   */
  StanSteps(StanModel model, int flowsPerHost) throws IOException {
    this.step = OnnxGraph.open(model.bundle(), StanExport.STEP, BATCH);
    this.extras = model.extras();
    this.flowsPerHost = flowsPerHost;
  }

  @Override
  public int maxRows() {
    return BATCH;
  }

  @Override
  public void draw(List<StanHost> hosts, int from, int to) {
    int rows = to - from;
    for (int n = 0; n < rows; n++) {
      hosts.get(from + n).write(n, previous, uniforms, normals);
    }
    step.floats(StanExport.PREVIOUS).put(0, previous, 0, rows * StanHost.WINDOW);
    step.floats(StanExport.UNIFORMS).put(0, uniforms, 0, rows * StanSampler.UNIFORMS);
    step.floats(StanExport.NORMALS).put(0, normals, 0, rows * StanSampler.NORMALS);
    step.run(rows);
    step.floatOutput(StanExport.DRAWN).get(0, drawn, 0, rows * StanAttribute.COUNT);
    for (int n = 0; n < rows; n++) {
      hosts.get(from + n).draw(drawn, n * StanAttribute.COUNT, extras);
      count(step.floatOutput(StanExport.REDRAWS), n);
    }
  }

  @Override
  public Set<FlowRule> promises() {
    return EnumSet.of(
        FlowRule.HOST_IS_AN_END, FlowRule.TWO_ENDS, FlowRule.FORWARDED, FlowRule.DURATION_GRID);
  }

  @Override
  public boolean observe(StanHost host, Flow flow) {
    host.observe(flow);
    return host.sequence() + 1 < flowsPerHost;
  }

  /** How often magnitudes of the flows drawn so far were out of range. */
  RedrawCounts redraws() {
    return redraws;
  }

  private void count(FloatBuffer again, int n) {
    long redrawn = 0;
    long bounded = 0;
    for (int number = 0; number < MAGNITUDES; number++) {
      float times = again.get(n * MAGNITUDES + number);
      redrawn += times > 0 ? 1 : 0;
      bounded += times >= StanSampler.TRIES ? 1 : 0;
    }
    redraws = redraws.plus(new RedrawCounts(MAGNITUDES, redrawn, bounded));
  }

  @Override
  public void close() {
    step.close();
  }
}
