package io.flowstan.trainer.stan;

import io.flowstan.flow.Flow;
import io.flowstan.random.CounterRandom;
import io.flowstan.trainer.data.HostFlows;
import io.flowstan.trainer.optimise.HostTensor;
import io.flowstan.trainer.optimise.TrainingBatch;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.NoSuchElementException;

/** Batches of sampled flows with their windows: a pass is so many of all flows, drawn by a seed. */
final class StanBatches {
  static final String PREVIOUS = "previous";
  static final String ROW = "row";
  static final String TARGETS = "targets";
  static final String LN_WIDTHS = "ln_widths";

  private final List<Integer> hosts = new ArrayList<>();
  private final List<List<Flow>> streams = new ArrayList<>();
  private final long startSecond;
  private final int flows;
  private final int rows;
  private final int batch;

  /**
   * @param most rows of a pass, at most
   * @param batch rows of a batch
   */
  StanBatches(HostFlows data, int most, int batch) {
    data.byHost()
        .forEach(
            (host, stream) -> {
              hosts.add(host);
              streams.add(stream);
            });
    this.startSecond = data.startSecond();
    this.flows = Math.toIntExact(data.flows());
    this.rows = Math.min(most, flows);
    this.batch = batch;
  }

  /** Rows of a pass. */
  int rows() {
    return rows;
  }

  /** Rows of the largest batch. */
  int largestBatch() {
    return Math.min(batch, rows);
  }

  /** Batches of a pass; the last one may be smaller. */
  int count() {
    return (rows + batch - 1) / batch;
  }

  /** A pass over rows without repetition, a function of {@code key} alone. */
  Iterator<TrainingBatch> pass(long key) {
    int[] chosen = chosen(key);
    return new Iterator<>() {
      private int next;

      @Override
      public boolean hasNext() {
        return next < rows;
      }

      @Override
      public TrainingBatch next() {
        if (next >= rows) {
          throw new NoSuchElementException("no batch left");
        }
        int size = Math.min(batch, rows - next);
        StanExamples examples = new StanExamples(size);
        for (int n = 0; n < size; n++) {
          add(examples, chosen[next + n]);
        }
        next += size;
        return batchOf(examples);
      }
    };
  }

  private static TrainingBatch batchOf(StanExamples examples) {
    int n = examples.size();
    return new TrainingBatch(
        Map.of(
            PREVIOUS,
            new HostTensor.Floats(examples.previous(), n, StanRow.PREVIOUS, StanAttribute.COLUMNS),
            ROW,
            new HostTensor.Floats(examples.rows(), n, StanAttribute.COLUMNS),
            TARGETS,
            new HostTensor.Longs(examples.targets(), n, StanAttribute.CLASSES),
            LN_WIDTHS,
            new HostTensor.Floats(examples.lnWidths(), n, StanNumber.values().length)));
  }

  private void add(StanExamples examples, int position) {
    int place = position;
    int host = 0;
    while (place >= streams.get(host).size()) {
      place -= streams.get(host).size();
      host++;
    }
    examples.add(streams.get(host), place, hosts.get(host), startSecond);
  }

  /** Positions among all flows, the first of a shuffle (Fisher and Yates). */
  private int[] chosen(long key) {
    int[] order = new int[flows];
    for (int i = 0; i < flows; i++) {
      order[i] = i;
    }
    int[] chosen = new int[rows];
    for (int i = 0; i < rows; i++) {
      int other = i + CounterRandom.uniformInt(key, i, flows - i);
      chosen[i] = order[other];
      order[other] = order[i];
    }
    return chosen;
  }
}
