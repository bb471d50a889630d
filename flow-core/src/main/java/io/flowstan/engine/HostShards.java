package io.flowstan.engine;

import io.flowstan.flow.HostFlow;
import io.flowstan.flow.Ipv4;
import io.flowstan.flow.Network;
import io.flowstan.model.ExecutionProvider;
import io.flowstan.reference.ReferenceHistograms;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Many hosts' streams, spread over engines that draw side by side, each on a thread of its own.
 *
 * <p>No engine waits for another within a call, so that a busy host, whose flows follow from one
 * another, holds up nobody else.
 */
public final class HostShards implements HostStreams {
  private final List<FlowStreams> shards = new ArrayList<>();
  private final Map<Integer, FlowStreams> shardOf = new HashMap<>();
  private final @Nullable Workers workers;

  private HostShards(EngineModel model, Network network, int threads, ExecutionProvider provider)
      throws IOException {
    try {
      for (int shard = 0; shard < threads; shard++) {
        shards.add(FlowStreams.open(model, network, provider, warning -> {}));
      }
    } catch (IOException | RuntimeException e) {
      shards.forEach(FlowStreams::close);
      throw e;
    }
    workers = threads == 1 ? null : new Workers(threads, "flowstan-engine");
  }

  /**
   * Streams without hosts, on the CPU.
   *
   * @param bundle the model; null means the shipped one
   * @param network the declared address space, where no outside peer lies
   * @param threads engines that draw side by side
   */
  public static HostShards open(@Nullable Path bundle, Network network, int threads)
      throws IOException {
    return open(EngineModel.open(bundle), network, threads);
  }

  /** Streams without hosts, on the CPU, from a model that is open already. */
  public static HostShards open(EngineModel model, Network network, int threads)
      throws IOException {
    if (threads < 1) {
      throw new IllegalArgumentException("engine threads = " + threads + ": expected at least 1");
    }
    return new HostShards(model, network, threads, ExecutionProvider.CPU);
  }

  /** Streams without hosts, on {@code provider}, which is known to work here. */
  public static HostShards open(
      @Nullable Path bundle, Network network, int threads, ExecutionProvider provider)
      throws IOException {
    return new HostShards(EngineModel.open(bundle), network, threads, provider);
  }

  @Override
  public int size() {
    return shardOf.size();
  }

  @Override
  public boolean contains(int address) {
    return shardOf.containsKey(address);
  }

  @Override
  public void add(HostSpec spec) {
    FlowStreams shard = shardFor(spec.address());
    shard.add(spec);
    shardOf.put(spec.address(), shard);
  }

  @Override
  public void restore(HostSpec spec, byte[] state) {
    FlowStreams shard = shardFor(spec.address());
    shard.restore(spec, state);
    shardOf.put(spec.address(), shard);
  }

  @Override
  public void skipTo(int address, long sequence) {
    shard(address).skipTo(address, sequence);
  }

  @Override
  public boolean catchUp(int maxFlows) {
    boolean all = true;
    for (FlowStreams shard : shards) {
      all &= shard.catchUp(maxFlows);
    }
    return all;
  }

  @Override
  public boolean remove(int address) {
    FlowStreams shard = shardOf.remove(address);
    return shard != null && shard.remove(address);
  }

  @Override
  public byte[] state(int address) {
    return shard(address).state(address);
  }

  @Override
  public long nextSequence(int address) {
    return shard(address).nextSequence(address);
  }

  @Override
  public long nextDueMs() {
    return shards.stream().mapToLong(FlowStreams::nextDueMs).min().orElse(Long.MAX_VALUE);
  }

  @Override
  public int advance(long untilMs, long spanMs, int maxFlows, Consumer<HostFlow> sink) {
    if (workers == null) {
      return shards.get(0).advance(untilMs, spanMs, maxFlows, sink);
    }
    List<FlowStreams> unfinished = shards;
    int handedOut = 0;
    while (!unfinished.isEmpty() && handedOut < maxFlows) {
      int share = Math.max(1, (maxFlows - handedOut) / unfinished.size());
      List<FlowStreams> asked =
          unfinished.subList(0, Math.min(unfinished.size(), maxFlows - handedOut));
      List<List<HostFlow>> drawn =
          workers.sideBySide(
              asked.stream().map(shard -> part(shard, untilMs, spanMs, share)).toList());
      List<FlowStreams> more = new ArrayList<>(unfinished.subList(asked.size(), unfinished.size()));
      for (int shard = 0; shard < drawn.size(); shard++) {
        List<HostFlow> flows = drawn.get(shard);
        flows.forEach(sink);
        handedOut += flows.size();
        if (flows.size() == share) {
          more.add(asked.get(shard));
        }
      }
      unfinished = more;
    }
    return handedOut;
  }

  private static Callable<List<HostFlow>> part(
      FlowStreams shard, long untilMs, long spanMs, int maxFlows) {
    return () -> {
      List<HostFlow> flows = new ArrayList<>();
      shard.advance(untilMs, spanMs, maxFlows, flows::add);
      return flows;
    };
  }

  @Override
  public void tell(BatchTimer timer) {
    shards.forEach(shard -> shard.tell(timer));
  }

  @Override
  public @Nullable ReferenceHistograms reference() {
    return shards.get(0).reference();
  }

  @Override
  public ExecutionProvider provider() {
    return shards.get(0).provider();
  }

  @Override
  public void close() {
    if (workers != null) {
      workers.close();
    }
    shards.forEach(FlowStreams::close);
  }

  /** Where a new host goes: to the engine with the fewest. */
  private FlowStreams shardFor(int address) {
    FlowStreams known = shardOf.get(address);
    if (known != null) {
      return known; // which refuses it
    }
    FlowStreams fewest = shards.get(0);
    for (FlowStreams shard : shards) {
      fewest = shard.size() < fewest.size() ? shard : fewest;
    }
    return fewest;
  }

  private FlowStreams shard(int address) {
    FlowStreams shard = shardOf.get(address);
    if (shard == null) {
      throw new IllegalArgumentException(
          "host " + Ipv4.format(address) + " is not simulated here: add it first");
    }
    return shard;
  }
}
