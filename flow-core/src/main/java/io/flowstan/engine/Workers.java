package io.flowstan.engine;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/** Threads that share work whose parts are independent. */
public final class Workers implements AutoCloseable {
  private final ExecutorService threads;

  /**
   * Starts {@code count} threads, which do not keep the program alive.
   *
   * @param name of each thread
   */
  public Workers(int count, String name) {
    threads =
        Executors.newFixedThreadPool(
            count,
            task -> {
              Thread thread = new Thread(task, name);
              thread.setDaemon(true);
              return thread;
            });
  }

  /**
   * The results of all {@code parts}, in their order, whoever is done first.
   *
   * @throws IllegalStateException where a part failed, with its exception as the cause
   */
  public <T> List<T> sideBySide(List<? extends Callable<T>> parts) {
    List<Future<T>> futures = new ArrayList<>();
    parts.forEach(part -> futures.add(threads.submit(part)));
    List<T> results = new ArrayList<>();
    futures.forEach(future -> results.add(await(future)));
    return results;
  }

  private static <T> T await(Future<T> future) {
    try {
      return future.get();
    } catch (ExecutionException e) {
      throw new IllegalStateException("a step failed: " + e.getCause(), e.getCause());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted while stepping", e);
    }
  }

  @Override
  public void close() {
    threads.shutdownNow();
  }
}
