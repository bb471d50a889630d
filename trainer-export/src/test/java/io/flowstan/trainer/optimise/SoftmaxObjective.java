package io.flowstan.trainer.optimise;

import ai.djl.ndarray.NDArray;
import io.flowstan.random.CounterRandom;
import io.flowstan.trainer.tensor.TensorOps;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/**
 * A table of class counts by context, learned by one linear layer and a softmax: its optimum is the
 * table's conditional entropy, in closed form.
 */
public final class SoftmaxObjective implements Objective {
  /** Rows with context x and class y. */
  private static final int[][] COUNTS = {{90, 20, 10}, {5, 70, 45}, {40, 40, 40}, {1, 1, 118}};

  private static final int CONTEXTS = COUNTS.length;
  private static final int CLASSES = COUNTS[0].length;
  private static final int BATCH = 60;

  private final List<int[]> rows = new ArrayList<>();

  public SoftmaxObjective() {
    for (int x = 0; x < CONTEXTS; x++) {
      for (int y = 0; y < CLASSES; y++) {
        for (int i = 0; i < COUNTS[x][y]; i++) {
          rows.add(new int[] {x, y});
        }
      }
    }
  }

  /** H(Y | X) of the table in nats: what no weights can go below. */
  public static double conditionalEntropy() {
    double nats = 0;
    int all = 0;
    for (int[] counts : COUNTS) {
      int inContext = 0;
      for (int count : counts) {
        inContext += count;
      }
      for (int count : counts) {
        nats -= count * Math.log(count / (double) inContext);
      }
      all += inContext;
    }
    return nats / all;
  }

  @Override
  public List<ParameterSpec> parameters() {
    return List.of(
        ParameterSpec.of("weight", Initialiser.GLOROT_UNIFORM, CONTEXTS, CLASSES),
        ParameterSpec.of("bias", Initialiser.ZEROS, CLASSES));
  }

  @Override
  public int trainingBatches(int epoch) {
    return rows.size() / BATCH;
  }

  @Override
  public Iterator<TrainingBatch> epoch(long seed, int epoch) {
    List<int[]> shuffled = new ArrayList<>(rows);
    long key = CounterRandom.subKey(seed, epoch);
    for (int i = shuffled.size() - 1; i > 0; i--) {
      int j = CounterRandom.uniformInt(key, i, i + 1);
      int[] swapped = shuffled.get(i);
      shuffled.set(i, shuffled.get(j));
      shuffled.set(j, swapped);
    }
    return batches(shuffled);
  }

  @Override
  public Iterator<TrainingBatch> validation() {
    return batches(rows);
  }

  @Override
  public LossTerms<NDArray> loss(TensorOps<NDArray> ops, Map<String, NDArray> inputs) {
    NDArray x = Objects.requireNonNull(inputs.get("x"));
    NDArray y = Objects.requireNonNull(inputs.get("y"));
    NDArray logits = ops.add(ops.matmul(x, ops.parameter("weight")), ops.parameter("bias"));
    NDArray chosen = ops.gatherElements(ops.logSoftmax(logits), y);
    NDArray nats = ops.neg(ops.sum(ops.reshape(chosen, -1), 0, false));
    NDArray flows = ops.sum(ops.reshape(x, -1), 0, false);
    return new LossTerms<>(ops.div(nats, flows), Map.of("class", nats), flows);
  }

  private static Iterator<TrainingBatch> batches(List<int[]> rows) {
    List<TrainingBatch> batches = new ArrayList<>();
    for (int from = 0; from + BATCH <= rows.size(); from += BATCH) {
      float[] x = new float[BATCH * CONTEXTS];
      long[] y = new long[BATCH];
      for (int i = 0; i < BATCH; i++) {
        x[i * CONTEXTS + rows.get(from + i)[0]] = 1;
        y[i] = rows.get(from + i)[1];
      }
      Map<String, HostTensor> inputs = new LinkedHashMap<>();
      inputs.put("x", new HostTensor.Floats(x, BATCH, CONTEXTS));
      inputs.put("y", new HostTensor.Longs(y, BATCH, 1));
      batches.add(new TrainingBatch(inputs));
    }
    return batches.iterator();
  }
}
