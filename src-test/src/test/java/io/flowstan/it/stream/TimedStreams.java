package io.flowstan.it.stream;

import io.flowstan.engine.BatchTimer;
import io.flowstan.engine.HostSpec;
import io.flowstan.engine.HostStreams;
import io.flowstan.flow.HostFlow;
import io.flowstan.model.ExecutionProvider;
import java.util.function.Consumer;

/** An engine that notes when each flow was handed over to be sent, and changes nothing. */
final class TimedStreams implements HostStreams {
  private final HostStreams streams;
  private final Sendings sendings;

  /**
   * @param sendings shared by the engines of all tasks
   */
  TimedStreams(HostStreams streams, Sendings sendings) {
    this.streams = streams;
    this.sendings = sendings;
  }

  @Override
  public int advance(long untilMs, long spanMs, int maxFlows, Consumer<HostFlow> sink) {
    return streams.advance(
        untilMs,
        spanMs,
        maxFlows,
        flow -> {
          sendings.add(System.currentTimeMillis(), flow.dueMs());
          sink.accept(flow);
        });
  }

  @Override
  public void skipTo(int address, long sequence) {
    streams.skipTo(address, sequence);
  }

  @Override
  public boolean catchUp(int maxFlows) {
    return streams.catchUp(maxFlows);
  }

  @Override
  public int size() {
    return streams.size();
  }

  @Override
  public boolean contains(int address) {
    return streams.contains(address);
  }

  @Override
  public void add(HostSpec spec) {
    streams.add(spec);
  }

  @Override
  public void restore(HostSpec spec, byte[] state) {
    streams.restore(spec, state);
  }

  @Override
  public boolean remove(int address) {
    return streams.remove(address);
  }

  @Override
  public byte[] state(int address) {
    return streams.state(address);
  }

  @Override
  public long nextSequence(int address) {
    return streams.nextSequence(address);
  }

  @Override
  public long nextDueMs() {
    return streams.nextDueMs();
  }

  @Override
  public void tell(BatchTimer timer) {
    streams.tell(timer);
  }

  @Override
  public ExecutionProvider provider() {
    return streams.provider();
  }

  @Override
  public void close() {
    streams.close();
  }
}
