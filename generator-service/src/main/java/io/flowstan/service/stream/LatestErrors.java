package io.flowstan.service.stream;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;

/**
 * The latest errors in words, newest first, as people look for them; the counters have them all.
 */
public final class LatestErrors {
  private static final int REMEMBERED = 20;

  private final Deque<Entry> entries = new ArrayDeque<>();

  /**
   * An error.
   *
   * @param kind what failed, as counted
   * @param message what happened, one line
   * @param nanos when, as {@code System.nanoTime()} had it at its last time
   * @param times how often it happened in a row
   */
  public record Entry(String kind, String message, long nanos, long times) {}

  /** Notes an error; the same again counts on. */
  synchronized void add(String kind, String message, long nanos) {
    Entry last = entries.peekFirst();
    boolean same = last != null && last.kind().equals(kind) && last.message().equals(message);
    if (same) {
      entries.removeFirst();
    }
    entries.addFirst(new Entry(kind, message, nanos, same ? last.times() + 1 : 1));
    if (entries.size() > REMEMBERED) {
      entries.removeLast();
    }
  }

  /** The latest, newest first. */
  public synchronized List<Entry> list() {
    return new ArrayList<>(entries);
  }
}
