package io.flowstan.service.population;

/** What a task needs to know of all hosts, those of other tasks and instances too. */
public interface Population {
  /**
   * Assigned hosts whose records lie in {@code partition} of the hosts topic; Integer.MAX_VALUE
   * until that is known.
   */
  int hosts(int partition);

  /** The part, 0..1, that the hosts of {@code partition} are of all; 0 until that is known. */
  double share(int partition);

  /** Whether {@code address} is assigned. */
  boolean contains(int address);
}
