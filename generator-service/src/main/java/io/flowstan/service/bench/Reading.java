package io.flowstan.service.bench;

import com.sun.management.OperatingSystemMXBean;
import com.sun.management.ThreadMXBean;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadInfo;
import java.util.HashMap;
import java.util.Map;
import java.util.function.Predicate;

/**
 * The process's clocks at one moment; two of them enclose what is measured.
 *
 * @param nanos wall clock, nanoseconds from anywhere
 * @param cpuNanos processor time of the process so far
 * @param allocatedBytes bytes allocated so far by each of the threads in question, by thread id
 */
record Reading(long nanos, long cpuNanos, Map<Long, Long> allocatedBytes) {
  private static final OperatingSystemMXBean PROCESS =
      ManagementFactory.getPlatformMXBean(OperatingSystemMXBean.class);
  private static final ThreadMXBean THREADS =
      ManagementFactory.getPlatformMXBean(ThreadMXBean.class);

  /** Reads now; allocations of those threads that have {@code names}. */
  static Reading of(Predicate<String> names) {
    Map<Long, Long> allocated = new HashMap<>();
    for (ThreadInfo thread : THREADS.getThreadInfo(THREADS.getAllThreadIds())) {
      if (thread != null && names.test(thread.getThreadName())) {
        long id = thread.getThreadId();
        allocated.put(id, THREADS.getThreadAllocatedBytes(id));
      }
    }
    return new Reading(System.nanoTime(), PROCESS.getProcessCpuTime(), allocated);
  }

  /** What was done between {@code start} and this. */
  Measured since(Reading start, long flows) {
    long bytes = 0;
    for (Map.Entry<Long, Long> thread : allocatedBytes.entrySet()) {
      bytes += thread.getValue() - start.allocatedBytes().getOrDefault(thread.getKey(), 0L);
    }
    return new Measured(
        flows, (nanos - start.nanos()) / 1e9, (cpuNanos - start.cpuNanos()) / 1e9, bytes);
  }
}
