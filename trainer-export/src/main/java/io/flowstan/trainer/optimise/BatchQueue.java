package io.flowstan.trainer.optimise;

import java.util.Iterator;
import java.util.NoSuchElementException;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Batches made on a background thread, at most {@code capacity} ahead of the reader.
 *
 * <p>What the source throws is thrown again at the reader, in its place. Closing ends the thread.
 */
final class BatchQueue implements Iterator<TrainingBatch>, AutoCloseable {
  /** A batch, the end (both null) or the failure of the source. */
  private record Item(@Nullable TrainingBatch batch, @Nullable Throwable failure) {}

  private final BlockingQueue<Item> queue;
  private final Thread producer;
  private @Nullable Item head;

  BatchQueue(Supplier<Iterator<TrainingBatch>> source, int capacity) {
    this.queue = new LinkedBlockingQueue<>(capacity);
    this.producer = new Thread(() -> produce(source), "flowstan-batches");
    producer.setDaemon(true);
    producer.start();
  }

  @Override
  public boolean hasNext() {
    Item item = head();
    if (item.failure() != null) {
      throw new IllegalStateException(
          "preparing a batch failed: " + item.failure(), item.failure());
    }
    return item.batch() != null;
  }

  @Override
  public TrainingBatch next() {
    TrainingBatch batch = hasNext() ? head().batch() : null;
    if (batch == null) {
      throw new NoSuchElementException("no batch left");
    }
    head = null;
    return batch;
  }

  @Override
  public void close() {
    producer.interrupt();
  }

  private Item head() {
    try {
      if (head == null) {
        head = queue.take();
      }
      return head;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted while waiting for a batch", e);
    }
  }

  @SuppressWarnings("Interruption")
  private void produce(Supplier<Iterator<TrainingBatch>> source) {
    try {
      try {
        Iterator<TrainingBatch> batches = source.get();
        while (batches.hasNext()) {
          queue.put(new Item(batches.next(), null));
        }
        queue.put(new Item(null, null));
      } catch (RuntimeException | Error e) {
        queue.put(new Item(null, e));
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt(); // the reader has left: nobody waits for more
    }
  }
}
