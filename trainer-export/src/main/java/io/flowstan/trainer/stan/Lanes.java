package io.flowstan.trainer.stan;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/** Two threads, each with graphs of its own, that share work whose parts are independent. */
final class Lanes {
  static final int COUNT = 2;

  private Lanes() {}

  /** Work on one lane's part. */
  @FunctionalInterface
  interface Part<T> {
    /** The result of the part {@code lane}, 0 or 1. */
    T of(int lane) throws IOException;
  }

  /** The results of both parts, in order, whoever is done first. */
  static <T> List<T> both(Part<T> part) throws IOException {
    ExecutorService threads =
        Executors.newFixedThreadPool(
            COUNT,
            task -> {
              Thread thread = new Thread(task, "flowstan-stan");
              thread.setDaemon(true);
              return thread;
            });
    try {
      List<Future<T>> futures = new ArrayList<>();
      for (int lane = 0; lane < COUNT; lane++) {
        int number = lane;
        Callable<T> work = () -> part.of(number);
        futures.add(threads.submit(work));
      }
      List<T> results = new ArrayList<>();
      for (Future<T> future : futures) {
        results.add(await(future));
      }
      return results;
    } finally {
      threads.shutdownNow();
    }
  }

  private static <T> T await(Future<T> future) throws IOException {
    try {
      return future.get();
    } catch (ExecutionException e) {
      if (e.getCause() instanceof IOException cause) {
        throw new IOException(cause.getMessage(), cause);
      }
      if (e.getCause() instanceof RuntimeException cause) {
        throw cause;
      }
      throw new IllegalStateException("running STAN failed: " + e.getCause(), e.getCause());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted while running STAN", e);
    }
  }
}
