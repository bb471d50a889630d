package io.flowstan.service.command;

import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/**
 * A request to stop, by Ctrl-C or SIGTERM, that leaves the command the time to end cleanly: the
 * process waits until this is closed.
 */
final class StopSignal implements AutoCloseable {
  private static final Duration LONGEST_END = Duration.ofSeconds(15);

  private final CountDownLatch requested = new CountDownLatch(1);
  private final CountDownLatch ended = new CountDownLatch(1);
  private final Thread worker = Thread.currentThread();
  private final Thread hook = new Thread(this::request, "stop");
  private volatile boolean waiting;

  /** Listens from now on, for the calling thread. */
  StopSignal() {
    Runtime.getRuntime().addShutdownHook(hook);
  }

  /** Waits; true where a stop was requested meanwhile or before. */
  boolean await(Duration time) throws InterruptedException {
    waiting = true;
    try {
      return requested.await(time.toNanos(), TimeUnit.NANOSECONDS);
    } finally {
      waiting = false;
    }
  }

  /** Whether a stop was requested. */
  boolean isRequested() {
    return requested.getCount() == 0;
  }

  @Override
  public void close() {
    ended.countDown();
    if (!isRequested()) {
      Runtime.getRuntime().removeShutdownHook(hook);
    }
  }

  private void request() {
    boolean awaited = waiting;
    requested.countDown();
    if (!awaited) {
      // still starting: whatever it waits for will not matter any more
      worker.interrupt();
    }
    try {
      if (!ended.await(LONGEST_END.toMillis(), TimeUnit.MILLISECONDS)) {
        System.err.println("flowstan: did not end within " + LONGEST_END.toSeconds() + " s");
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
