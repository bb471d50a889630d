package io.flowstan.service.bench;

import com.sun.management.ThreadMXBean;
import io.flowstan.flow.HostFlow;
import io.flowstan.service.wire.FlowEncoder;
import java.lang.management.ManagementFactory;
import java.time.Duration;
import java.util.List;

/** Encoding alone: one thread that writes the same drawn flows again and again. */
final class EncodeBench {
  private static final ThreadMXBean THREADS =
      ManagementFactory.getPlatformMXBean(ThreadMXBean.class);

  private EncodeBench() {}

  /**
   * What encoding takes.
   *
   * @param nanosPerFlow processor time of the thread that encodes
   * @param bytesPerFlow length of a value, frame and Avro
   * @param allocatedBytesPerFlow bytes of heap: the value's array, its header and padding included
   */
  public record Encoding(double nanosPerFlow, double bytesPerFlow, double allocatedBytesPerFlow) {}

  /** Measures for {@code window}, after {@code warmUp}. */
  static Encoding run(List<HostFlow> flows, Duration warmUp, Duration window) {
    FlowEncoder encoder = new FlowEncoder(1);
    rounds(encoder, flows, warmUp);
    long allocated = allocatedBytes();
    long cpuNanos = THREADS.getCurrentThreadCpuTime();
    Rounds done = rounds(encoder, flows, window);
    cpuNanos = THREADS.getCurrentThreadCpuTime() - cpuNanos;
    allocated = allocatedBytes() - allocated;
    return new Encoding(
        (double) cpuNanos / done.flows(),
        (double) done.bytes() / done.flows(),
        (double) allocated / done.flows());
  }

  private record Rounds(long flows, long bytes) {}

  private static Rounds rounds(FlowEncoder encoder, List<HostFlow> flows, Duration length) {
    long end = System.nanoTime() + length.toNanos();
    long encoded = 0;
    long bytes = 0;
    while (System.nanoTime() < end) {
      for (HostFlow flow : flows) {
        bytes += encoder.encode(flow).length;
      }
      encoded += flows.size();
    }
    return new Rounds(encoded, bytes);
  }

  private static long allocatedBytes() {
    return THREADS.getThreadAllocatedBytes(Thread.currentThread().getId());
  }
}
