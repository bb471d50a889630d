package io.flowstan.service.metrics;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.LongConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.streams.processor.StateRestoreListener;

/** How much of the state that comes back from changelog topics is there. */
final class RestoreProgress implements StateRestoreListener {
  private final Map<TopicPartition, Restoration> running = new ConcurrentHashMap<>();
  private final LongConsumer restored;

  /** One partition of a changelog on its way back. */
  private record Restoration(long from, long to, long done) {
    long size() {
      return Math.max(0, to - from);
    }
  }

  /** {@code restored} hears of the records of each batch. */
  RestoreProgress(LongConsumer restored) {
    this.restored = restored;
  }

  /** 0 to 1; 1 where nothing is being restored. */
  double ratio() {
    long size = 0;
    long done = 0;
    for (Restoration restoration : running.values()) {
      size += restoration.size();
      done += Math.min(restoration.done(), restoration.size());
    }
    return size == 0 ? 1 : (double) done / size;
  }

  @Override
  public void onRestoreStart(
      TopicPartition partition, String store, long startingOffset, long endingOffset) {
    running.put(partition, new Restoration(startingOffset, endingOffset, 0));
  }

  @Override
  public void onBatchRestored(
      TopicPartition partition, String store, long batchEndOffset, long records) {
    running.computeIfPresent(
        partition,
        // offsets, not records: a compacted changelog has gaps
        (known, was) -> new Restoration(was.from(), was.to(), batchEndOffset + 1 - was.from()));
    restored.accept(records);
  }

  @Override
  public void onRestoreEnd(TopicPartition partition, String store, long totalRestored) {
    running.remove(partition);
  }

  @Override
  public void onRestoreSuspended(TopicPartition partition, String store, long totalRestored) {
    running.remove(partition);
  }
}
