package io.flowstan.trainer.data;

import io.flowstan.codec.CodecSpec;
import io.flowstan.flow.Flow;
import io.flowstan.profile.FlowShare;
import io.flowstan.profile.FlowTally;
import io.flowstan.profile.ProfileDistribution;
import io.flowstan.profile.RateCalibration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.hipparchus.clustering.CentroidCluster;
import org.hipparchus.clustering.DoublePoint;
import org.hipparchus.clustering.KMeansPlusPlusClusterer;
import org.hipparchus.clustering.distance.EuclideanDistance;
import org.hipparchus.distribution.continuous.NormalDistribution;
import org.hipparchus.linear.Array2DRowRealMatrix;
import org.hipparchus.linear.ArrayRealVector;
import org.hipparchus.linear.CholeskyDecomposition;
import org.hipparchus.linear.RealMatrix;
import org.hipparchus.linear.RealVector;
import org.hipparchus.random.Well19937c;

/**
 * The profiles of recorded hosts, from summary statistics of their flows rather than learned per
 * host, which would only memorise them; and the distribution fitted to the profiles.
 */
public final class HostProfiles {
  private static final int QUANTILES = 41;

  /** Hosts to a kind, on average. */
  private static final int HOSTS_PER_KIND = 9;

  private static final int CLUSTERING_ITERATIONS = 100;

  /** Share of the diagonal that is added to a covariance estimated from few hosts. */
  private static final double SHRINKAGE = 0.2;

  private static final NormalDistribution NORMAL = new NormalDistribution();

  private HostProfiles() {}

  /** The features of a host over {@code days} days, in natural units, by name, in order. */
  public static Map<String, Double> of(int host, List<Flow> flows, long startSecond, int days) {
    Summary summary = new Summary(host, startSecond, days);
    flows.forEach(summary::add);
    return summary.features();
  }

  /**
   * Fits the distribution to the profiles of at least two hosts.
   *
   * @param seed of the clustering of hosts into kinds
   */
  public static ProfileDistribution fit(List<Map<String, Double>> profiles, long seed) {
    List<String> names = List.copyOf(profiles.get(0).keySet());
    int n = names.size();
    double[][] sorted = new double[n][];
    double[][] scores = new double[n][];
    for (int f = 0; f < n; f++) {
      String name = names.get(f);
      double[] values = profiles.stream().mapToDouble(p -> value(p, name)).toArray();
      scores[f] = normalScores(values);
      sorted[f] = values.clone();
      Arrays.sort(sorted[f]);
    }
    List<List<Double>> quantiles = new ArrayList<>();
    List<Double> mean = new ArrayList<>();
    List<Double> deviation = new ArrayList<>();
    for (int f = 0; f < n; f++) {
      quantiles.add(quantiles(sorted[f]));
      double average = Arrays.stream(sorted[f]).average().orElseThrow();
      double square =
          Arrays.stream(sorted[f]).map(v -> (v - average) * (v - average)).average().orElseThrow();
      mean.add(average);
      deviation.add(Math.max(1e-3, Math.sqrt(square)));
    }
    return new ProfileDistribution(
        names, quantiles, kinds(scores, seed), mean, deviation, RateCalibration.NONE);
  }

  private static double value(Map<String, Double> profile, String name) {
    Double value = profile.get(name);
    if (value == null) {
      throw new IllegalArgumentException("profile without " + name + ": " + profile.keySet());
    }
    return value;
  }

  /** Ranks as normal quantiles, ties in the order of the hosts. */
  private static double[] normalScores(double[] values) {
    Integer[] order = new Integer[values.length];
    Arrays.setAll(order, i -> i);
    Arrays.sort(order, (a, b) -> Double.compare(values[a], values[b]));
    double[] scores = new double[values.length];
    for (int rank = 0; rank < order.length; rank++) {
      scores[order[rank]] = NORMAL.inverseCumulativeProbability((rank + 0.5) / order.length);
    }
    return scores;
  }

  private static List<Double> quantiles(double[] sorted) {
    List<Double> values = new ArrayList<>();
    for (int q = 0; q < QUANTILES; q++) {
      double at = (sorted.length - 1) * q / (QUANTILES - 1.0);
      int below = Math.min((int) at, Math.max(0, sorted.length - 2));
      int above = Math.min(below + 1, sorted.length - 1);
      values.add(sorted[below] + (sorted[above] - sorted[below]) * (at - below));
    }
    return values;
  }

  /**
   * Kinds of hosts by k-means++ over normal scores; all share one covariance, the pooled one within
   * kinds, because a kind has too few hosts for its own.
   *
   * @param scores [features][hosts]
   */
  private static List<ProfileDistribution.Kind> kinds(double[][] scores, long seed) {
    int hosts = scores[0].length;
    List<DoublePoint> points = new ArrayList<>();
    for (int h = 0; h < hosts; h++) {
      points.add(new DoublePoint(column(scores, h)));
    }
    int count = Math.max(1, hosts / HOSTS_PER_KIND);
    List<CentroidCluster<DoublePoint>> clusters =
        new KMeansPlusPlusClusterer<DoublePoint>(
                count, CLUSTERING_ITERATIONS, new EuclideanDistance(), new Well19937c(seed))
            .cluster(points);
    RealMatrix within = new Array2DRowRealMatrix(scores.length, scores.length);
    for (CentroidCluster<DoublePoint> cluster : clusters) {
      RealVector centre = new ArrayRealVector(cluster.getCenter().getPoint());
      for (DoublePoint point : cluster.getPoints()) {
        RealVector off = new ArrayRealVector(point.getPoint()).subtract(centre);
        within = within.add(off.outerProduct(off).scalarMultiply(1.0 / hosts));
      }
    }
    List<List<Double>> factor = cholesky(within);
    List<ProfileDistribution.Kind> kinds = new ArrayList<>();
    for (CentroidCluster<DoublePoint> cluster : clusters) {
      kinds.add(
          new ProfileDistribution.Kind(
              (double) cluster.getPoints().size() / hosts,
              Arrays.stream(cluster.getCenter().getPoint()).boxed().toList(),
              factor));
    }
    return kinds;
  }

  private static double[] column(double[][] scores, int host) {
    return Arrays.stream(scores).mapToDouble(feature -> feature[host]).toArray();
  }

  private static List<List<Double>> cholesky(RealMatrix covariance) {
    RealMatrix shrunk = covariance.copy();
    for (int i = 0; i < shrunk.getRowDimension(); i++) {
      for (int j = 0; j < i; j++) {
        shrunk.setEntry(i, j, (1 - SHRINKAGE) * covariance.getEntry(i, j));
        shrunk.setEntry(j, i, (1 - SHRINKAGE) * covariance.getEntry(i, j));
      }
      shrunk.setEntry(i, i, Math.max(1e-6, covariance.getEntry(i, i)));
    }
    RealMatrix lower = new CholeskyDecomposition(shrunk, 1e-9, 1e-12).getL();
    List<List<Double>> rows = new ArrayList<>();
    for (int i = 0; i < lower.getRowDimension(); i++) {
      rows.add(Arrays.stream(lower.getRow(i), 0, i + 1).boxed().toList());
    }
    return rows;
  }

  /** Running sums over one host's flows. */
  private static final class Summary {
    private final int host;
    private final long startSecond;
    private final int days;
    private final FlowTally tally = new FlowTally();
    private final Map<Integer, Integer> peers = new HashMap<>();

    /** Flows by the lower port. */
    private final Map<Integer, Integer> services = new HashMap<>();

    private final int[] ticks;
    private long daytime;
    private double lnBytes;
    private double lnBytesSquared;
    private double lnPackets;
    private double lnDuration;

    Summary(int host, long startSecond, int days) {
      this.host = host;
      this.startSecond = startSecond;
      this.days = days;
      this.ticks = new int[days * 86_400 / CodecSpec.TICK_SECONDS];
    }

    void add(Flow flow) {
      tally.add(flow, host);
      long hour = Math.floorMod(flow.endSecond(), 86_400) / 3_600;
      daytime +=
          hour >= ProfileDistribution.DAYTIME_FROM_HOUR
                  && hour < ProfileDistribution.DAYTIME_TO_HOUR
              ? 1
              : 0;
      double ln = Math.log((double) flow.bytes());
      lnBytes += ln;
      lnBytesSquared += ln * ln;
      lnPackets += Math.log((double) flow.packets());
      lnDuration += Math.log1p(flow.durationMs() / 4.0);
      peers.merge(flow.peerOf(host), 1, Integer::sum);
      services.merge(Math.min(flow.sourcePort(), flow.destinationPort()), 1, Integer::sum);
      int tick = (int) ((flow.endSecond() - startSecond) / CodecSpec.TICK_SECONDS);
      if (tick >= 0 && tick < ticks.length) {
        ticks[tick]++;
      }
    }

    private static double logOddsOfMost(Map<Integer, Integer> counts, long flows) {
      int most = counts.values().stream().mapToInt(Integer::intValue).max().orElse(0);
      return FlowTally.logOdds((double) most, (double) flows);
    }

    Map<String, Double> features() {
      double meanTick = Arrays.stream(ticks).average().orElse(0);
      double variance =
          Arrays.stream(ticks)
              .mapToDouble(t -> (t - meanTick) * (t - meanTick))
              .average()
              .orElse(0);
      long active = Arrays.stream(ticks).filter(t -> t > 0).count();
      long flows = tally.flows();
      double meanBytes = lnBytes / flows;
      Map<String, Double> features = new LinkedHashMap<>();
      features.put(ProfileDistribution.LN_FLOWS_PER_DAY, Math.log((double) flows / days));
      for (FlowShare share : FlowShare.values()) {
        features.put(share.title(), tally.logOdds(share));
      }
      features.put(
          ProfileDistribution.DAYTIME_SHARE, FlowTally.logOdds((double) daytime, (double) flows));
      features.put("active-tick-share", FlowTally.logOdds((double) active, ticks.length));
      features.put("ln-fano-factor", Math.log1p(variance / Math.max(1e-9, meanTick)));
      features.put("ln-peers", Math.log(peers.size()));
      features.put("ln-services", Math.log(services.size()));
      features.put(ProfileDistribution.USUAL_SERVICE_SHARE, logOddsOfMost(services, flows));
      features.put(ProfileDistribution.USUAL_PEER_SHARE, logOddsOfMost(peers, flows));
      features.put("mean-ln-bytes", meanBytes);
      features.put(
          "deviation-ln-bytes",
          Math.sqrt(Math.max(0, lnBytesSquared / flows - meanBytes * meanBytes)));
      features.put("mean-ln-packets", lnPackets / flows);
      features.put("mean-ln-duration", lnDuration / flows);
      return features;
    }
  }
}
