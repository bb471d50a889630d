package io.flowstan.engine;

import io.flowstan.flow.HostFlow;
import io.flowstan.flow.Ipv4;
import io.flowstan.flow.Network;
import io.flowstan.model.ExecutionProvider;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Many hosts' streams, spread over engines that draw side by side, each on a thread of its own.
 *
 * <p>No engine waits for another within a call, so that a busy host, whose flows follow from one
 * another, holds up nobody else.
 */
public final class HostShards implements HostStreams {
  private final List<Engine> shards = new ArrayList<>();
  private final Map<Integer, Engine> shardOf = new HashMap<>();
  private final @Nullable ExecutorService workers;

  private HostShards(EngineModel model, Network network, int threads) throws IOException {
    try {
      for (int shard = 0; shard < threads; shard++) {
        shards.add(Engine.open(model, network));
      }
    } catch (IOException | RuntimeException e) {
      shards.forEach(Engine::close);
      throw e;
    }
    workers =
        threads == 1
            ? null
            : Executors.newFixedThreadPool(
                threads,
                task -> {
                  Thread thread = new Thread(task, "flowstan-engine");
                  thread.setDaemon(true);
                  return thread;
                });
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
    return new HostShards(model, network, threads);
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
    Engine shard = shardFor(spec.address());
    shard.add(spec);
    shardOf.put(spec.address(), shard);
  }

  @Override
  public void restore(HostSpec spec, byte[] state) {
    Engine shard = shardFor(spec.address());
    shard.restore(spec, state);
    shardOf.put(spec.address(), shard);
  }

  @Override
  public boolean remove(int address) {
    Engine shard = shardOf.remove(address);
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
    return shards.stream().mapToLong(Engine::nextDueMs).min().orElse(Long.MAX_VALUE);
  }

  @Override
  public int advance(long untilMs, int maxFlows, Consumer<HostFlow> sink) {
    if (workers == null) {
      return shards.get(0).advance(untilMs, maxFlows, sink);
    }
    List<Engine> unfinished = shards;
    int handedOut = 0;
    while (!unfinished.isEmpty() && handedOut < maxFlows) {
      int share = Math.max(1, (maxFlows - handedOut) / unfinished.size());
      List<Engine> asked = unfinished.subList(0, Math.min(unfinished.size(), maxFlows - handedOut));
      List<List<HostFlow>> drawn = sideBySide(workers, asked, untilMs, share);
      List<Engine> more = new ArrayList<>(unfinished.subList(asked.size(), unfinished.size()));
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

  private static List<List<HostFlow>> sideBySide(
      ExecutorService workers, List<Engine> shards, long untilMs, int maxFlows) {
    List<Future<List<HostFlow>>> work = new ArrayList<>();
    for (Engine shard : shards) {
      work.add(
          workers.submit(
              () -> {
                List<HostFlow> flows = new ArrayList<>();
                shard.advance(untilMs, maxFlows, flows::add);
                return flows;
              }));
    }
    List<List<HostFlow>> drawn = new ArrayList<>();
    work.forEach(part -> drawn.add(await(part)));
    return drawn;
  }

  private static List<HostFlow> await(Future<List<HostFlow>> work) {
    try {
      return work.get();
    } catch (ExecutionException e) {
      throw new IllegalStateException("a step failed: " + e.getCause(), e.getCause());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted while stepping", e);
    }
  }

  @Override
  public ExecutionProvider provider() {
    return shards.get(0).provider();
  }

  @Override
  public void close() {
    if (workers != null) {
      workers.shutdownNow();
    }
    shards.forEach(Engine::close);
  }

  /** Where a new host goes: to the engine with the fewest. */
  private Engine shardFor(int address) {
    Engine known = shardOf.get(address);
    if (known != null) {
      return known; // which refuses it
    }
    Engine fewest = shards.get(0);
    for (Engine shard : shards) {
      fewest = shard.size() < fewest.size() ? shard : fewest;
    }
    return fewest;
  }

  private Engine shard(int address) {
    Engine shard = shardOf.get(address);
    if (shard == null) {
      throw new IllegalArgumentException(
          "host " + Ipv4.format(address) + " is not simulated here: add it first");
    }
    return shard;
  }
}
