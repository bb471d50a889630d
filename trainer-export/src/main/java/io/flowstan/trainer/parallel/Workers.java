package io.flowstan.trainer.parallel;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/**
 * Threads for work whose pieces do not depend on each other: results come in the order of the work,
 * whichever piece was done first, so that the number of threads changes nothing.
 */
public final class Workers implements AutoCloseable {
  private final ExecutorService threads;
  private final String what;

  /**
   * @param what the work in a word or two: names the threads, and failures
   */
  public Workers(int count, String what) {
    this.what = what;
    threads =
        Executors.newFixedThreadPool(
            count,
            task -> {
              Thread thread = new Thread(task, "flowstan-" + what);
              thread.setDaemon(true);
              return thread;
            });
  }

  /** Does all of {@code work}; the first failure in its order is thrown. */
  public <T> List<T> all(List<? extends Callable<T>> work) throws IOException {
    List<Future<T>> futures = new ArrayList<>();
    work.forEach(piece -> futures.add(threads.submit(piece)));
    List<T> results = new ArrayList<>();
    for (Future<T> future : futures) {
      results.add(await(future));
    }
    return results;
  }

  private <T> T await(Future<T> future) throws IOException {
    try {
      return future.get();
    } catch (ExecutionException e) {
      if (e.getCause() instanceof IOException cause) {
        throw new IOException(cause.getMessage(), cause);
      }
      if (e.getCause() instanceof RuntimeException cause) {
        throw cause;
      }
      throw new IllegalStateException(what + " failed: " + e.getCause(), e.getCause());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted during " + what, e);
    }
  }

  @Override
  public void close() {
    threads.shutdownNow();
  }
}
