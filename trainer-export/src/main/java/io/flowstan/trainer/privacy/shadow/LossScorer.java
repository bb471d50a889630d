package io.flowstan.trainer.privacy.shadow;

import io.flowstan.codec.Memory;
import io.flowstan.engine.EngineModel;
import io.flowstan.flow.Flow;
import io.flowstan.profile.ProfileDistribution;
import io.flowstan.score.FlowScorer;
import io.flowstan.score.HostScore;
import io.flowstan.score.RecordedHost;
import io.flowstan.trainer.data.HostFlows;
import io.flowstan.trainer.data.HostProfiles;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/** A model's costs of many hosts, scored side by side: each thread has a scorer of its own. */
public final class LossScorer {
  private static final int BATCH = 512;

  private LossScorer() {}

  /**
   * The hosts of {@code data} with the profiles of all of their flows, as training has them.
   *
   * @param most first flows that are kept of each
   */
  public static List<RecordedHost> hosts(HostFlows data, ProfileDistribution profiles, int most) {
    List<RecordedHost> hosts = new ArrayList<>();
    data.byHost()
        .forEach(
            (host, flows) -> {
              double[] natural =
                  HostProfiles.of(host, flows, data.startSecond(), data.days()).values().stream()
                      .mapToDouble(Double::doubleValue)
                      .toArray();
              hosts.add(
                  RecordedHost.of(
                      host,
                      data.startSecond(),
                      flows.subList(0, Math.min(most, flows.size())),
                      profiles.standardised(natural)));
            });
    return hosts;
  }

  /** The cost of each host's flows, by address. */
  public static Map<Integer, HostLoss.Cost> costs(
      EngineModel model, List<RecordedHost> hosts, int threads) throws IOException {
    Map<Integer, HostLoss.Cost> costs = new HashMap<>();
    for (HostScore score : score(model, hosts, threads)) {
      costs.put(score.host(), new HostLoss.Cost(score.flows(), score.nats()));
    }
    return costs;
  }

  /**
   * The cost of a stretch of a host's flows, in the context of those before: that of all flows up
   * to its end less that of all up to its beginning.
   */
  static HostLoss.Cost stretches(
      EngineModel model, RecordedHost host, List<CanaryHost.Burst> stretches) throws IOException {
    double[] nats = new double[0];
    long flows = 0;
    try (FlowScorer scorer = FlowScorer.open(model, BATCH)) {
      for (CanaryHost.Burst stretch : stretches) {
        List<Double> after = sums(scorer, host, stretch.to());
        List<Double> before = sums(scorer, host, stretch.from());
        nats = nats.length == 0 ? new double[after.size()] : nats;
        for (int head = 0; head < nats.length; head++) {
          nats[head] += after.get(head) - before.get(head);
        }
        flows += stretch.to() - stretch.from();
      }
    }
    List<Double> sums = new ArrayList<>();
    for (double sum : nats) {
      sums.add(sum);
    }
    return new HostLoss.Cost(flows, sums);
  }

  private static List<Double> sums(FlowScorer scorer, RecordedHost host, int until) {
    List<Flow> flows = host.flows().subList(0, until);
    RecordedHost part = new RecordedHost(host.address(), host.startSecond(), flows, host.profile());
    return scorer.score(List.of(part), Memory.FULL).hosts().get(0).nats();
  }

  private static List<HostScore> score(EngineModel model, List<RecordedHost> hosts, int threads)
      throws IOException {
    List<List<RecordedHost>> shares = shares(hosts, threads);
    ExecutorService workers = Executors.newFixedThreadPool(Math.max(1, shares.size()));
    try {
      List<Future<List<HostScore>>> work = new ArrayList<>();
      for (List<RecordedHost> share : shares) {
        work.add(
            workers.submit(
                () -> {
                  try (FlowScorer scorer = FlowScorer.open(model, BATCH)) {
                    return scorer.score(share, Memory.FULL).hosts();
                  }
                }));
      }
      List<HostScore> scores = new ArrayList<>();
      for (Future<List<HostScore>> part : work) {
        scores.addAll(part.get());
      }
      return scores;
    } catch (ExecutionException e) {
      if (e.getCause() instanceof IOException cause) {
        throw new IOException(cause.getMessage(), cause);
      }
      throw new IllegalStateException("scoring failed: " + e.getCause(), e.getCause());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted while scoring", e);
    } finally {
      workers.shutdownNow();
    }
  }

  /** Hosts spread over threads so that all have about as many flows. */
  private static List<List<RecordedHost>> shares(List<RecordedHost> hosts, int threads) {
    List<List<RecordedHost>> shares = new ArrayList<>();
    long[] flows = new long[threads];
    for (int thread = 0; thread < threads; thread++) {
      shares.add(new ArrayList<>());
    }
    List<RecordedHost> busiestFirst = new ArrayList<>(hosts);
    busiestFirst.sort(
        Comparator.comparingInt((RecordedHost host) -> host.flows().size()).reversed());
    for (RecordedHost host : busiestFirst) {
      int least = 0;
      for (int thread = 1; thread < threads; thread++) {
        least = flows[thread] < flows[least] ? thread : least;
      }
      shares.get(least).add(host);
      flows[least] += host.flows().size();
    }
    shares.removeIf(List::isEmpty);
    return shares;
  }
}
