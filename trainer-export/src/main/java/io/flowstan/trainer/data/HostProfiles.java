package io.flowstan.trainer.data;

import io.flowstan.codec.CodecSpec;
import io.flowstan.codec.PeerTies;
import io.flowstan.flow.Flow;
import io.flowstan.flow.IpProtocol;
import io.flowstan.profile.FlowShare;
import io.flowstan.profile.FlowTally;
import io.flowstan.profile.ProfileDistribution;
import io.flowstan.profile.RateCalibration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.hipparchus.clustering.CentroidCluster;
import org.hipparchus.clustering.DoublePoint;
import org.hipparchus.clustering.KMeansPlusPlusClusterer;
import org.hipparchus.clustering.distance.DistanceMeasure;
import org.hipparchus.distribution.continuous.NormalDistribution;
import org.hipparchus.linear.Array2DRowRealMatrix;
import org.hipparchus.linear.ArrayRealVector;
import org.hipparchus.linear.CholeskyDecomposition;
import org.hipparchus.linear.RealMatrix;
import org.hipparchus.linear.RealVector;
import org.hipparchus.random.Well19937c;
import org.hipparchus.util.MathArrays;

/**
 * The profiles of recorded hosts, from summary statistics of their flows rather than learned per
 * host, which would only memorise them; and the distribution fitted to the profiles.
 */
public final class HostProfiles {
  private static final int QUANTILES = 41;

  /** Hosts to a kind, on average, before kinds of too few hosts are joined to others. */
  private static final int HOSTS_PER_KIND = 6;

  /** A kind's centre is to be nobody's profile. */
  private static final int LEAST_HOSTS_OF_A_KIND = 3;

  /** As many hosts' worth of the pooled variance goes into the variance of each kind. */
  private static final int POOLED_HOSTS = 3;

  /** The shares by which of them is largest hosts are told apart first. */
  private static final List<String> MAIN_SHARES =
      Stream.concat(
              Arrays.stream(FlowShare.values()).filter(FlowShare::isService),
              Stream.of(FlowShare.ICMP))
          .map(FlowShare::title)
          .toList();

  /**
   * Features that the network does not see, the last ones: they are of few flows, and a network
   * that sees them knows its training hosts better and others worse.
   */
  private static final Set<String> STEERED_ONLY =
      Set.of(
          FlowShare.LARGE.title(),
          FlowShare.HUGE.title(),
          ProfileDistribution.MOST_PACKETS_BY_TCP,
          ProfileDistribution.MOST_PACKETS_BY_OTHERS,
          ProfileDistribution.MOST_FLOWS_IN_A_SECOND,
          ProfileDistribution.COVARIANCE_OVER_MINUTES,
          ProfileDistribution.COVARIANCE_OVER_HOURS);

  /**
   * Features by which kinds are not told apart, the very last ones: one burst more or less changes
   * them, and hosts of one kind differ in them as others do.
   */
  private static final Set<String> NOT_OF_KINDS =
      Set.of(
          ProfileDistribution.COVARIANCE_OVER_MINUTES, ProfileDistribution.COVARIANCE_OVER_HOURS);

  private static final int TICKS_PER_HOUR = 3_600 / CodecSpec.TICK_SECONDS;

  private static final int CLUSTERING_ITERATIONS = 100;

  /** How much less hosts' features are taken to depend on each other than in the few hosts seen. */
  private static final double SHRINKAGE = 0.2;

  private static final double LEAST_VARIANCE = 1e-6;

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
    int ofKinds = (int) names.stream().filter(name -> !NOT_OF_KINDS.contains(name)).count();
    int[] mains = profiles.stream().mapToInt(HostProfiles::mainShare).toArray();
    int inputs = (int) names.stream().filter(name -> !STEERED_ONLY.contains(name)).count();
    return new ProfileDistribution(
        names,
        inputs,
        quantiles,
        kinds(scores, ofKinds, mains, seed),
        mean,
        deviation,
        RateCalibration.NONE);
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

  /** Which of {@link #MAIN_SHARES} is the host's largest. */
  private static int mainShare(Map<String, Double> profile) {
    return IntStream.range(0, MAIN_SHARES.size())
        .boxed()
        .max(Comparator.comparingDouble(share -> value(profile, MAIN_SHARES.get(share))))
        .orElseThrow();
  }

  /**
   * Kinds of hosts: those with the same main share, and among these by k-means++ over normal
   * scores; the smallest kind is joined to the nearest one until none has too few hosts. As a kind
   * has few hosts, all share one correlation, the pooled one within kinds, and its variances are
   * drawn to the pooled ones.
   *
   * @param scores [features][hosts]
   * @param ofKinds how many features, the first ones, tell kinds apart
   * @param mains of each host
   */
  private static List<ProfileDistribution.Kind> kinds(
      double[][] scores, int ofKinds, int[] mains, long seed) {
    int hosts = mains.length;
    Map<Integer, List<DoublePoint>> byMain = new TreeMap<>();
    for (int h = 0; h < hosts; h++) {
      byMain.computeIfAbsent(mains[h], m -> new ArrayList<>()).add(point(scores, h));
    }
    List<List<RealVector>> clusters = new ArrayList<>();
    byMain.values().forEach(points -> clusters.addAll(clusters(points, ofKinds, seed)));
    List<List<RealVector>> kinds = withoutSmall(clusters, ofKinds);
    RealVector pooled = new ArrayRealVector(scores.length);
    for (List<RealVector> kind : kinds) {
      pooled = pooled.add(squares(kind).mapDivide(hosts));
    }
    RealMatrix correlation = new Array2DRowRealMatrix(scores.length, scores.length);
    List<RealVector> deviations = new ArrayList<>();
    for (List<RealVector> kind : kinds) {
      RealVector deviation =
          squares(kind)
              .add(pooled.mapMultiply(POOLED_HOSTS))
              .mapDivide(kind.size() + POOLED_HOSTS)
              .map(variance -> Math.sqrt(Math.max(LEAST_VARIANCE, variance)));
      RealVector centre = centre(kind);
      for (RealVector host : kind) {
        RealVector off = host.subtract(centre).ebeDivide(deviation);
        correlation = correlation.add(off.outerProduct(off).scalarMultiply(1.0 / hosts));
      }
      deviations.add(deviation);
    }
    RealMatrix factor = cholesky(correlation);
    List<ProfileDistribution.Kind> result = new ArrayList<>();
    for (int k = 0; k < kinds.size(); k++) {
      result.add(
          new ProfileDistribution.Kind(
              (double) kinds.get(k).size() / hosts,
              Arrays.stream(centre(kinds.get(k)).toArray()).boxed().toList(),
              scaled(factor, deviations.get(k))));
    }
    return result;
  }

  private static DoublePoint point(double[][] scores, int host) {
    return new DoublePoint(Arrays.stream(scores).mapToDouble(feature -> feature[host]).toArray());
  }

  private static List<List<RealVector>> clusters(List<DoublePoint> hosts, int ofKinds, long seed) {
    int count = Math.max(1, Math.round((float) hosts.size() / HOSTS_PER_KIND));
    DistanceMeasure distance = (a, b) -> distance(a, b, ofKinds);
    return new KMeansPlusPlusClusterer<DoublePoint>(
            count, CLUSTERING_ITERATIONS, distance, new Well19937c(seed))
        .cluster(hosts).stream().map(HostProfiles::vectors).toList();
  }

  private static List<RealVector> vectors(CentroidCluster<DoublePoint> cluster) {
    return cluster.getPoints().stream()
        .<RealVector>map(point -> new ArrayRealVector(point.getPoint()))
        .toList();
  }

  /** Euclidean, of the first {@code features} scores. */
  private static double distance(double[] a, double[] b, int features) {
    return MathArrays.distance(Arrays.copyOf(a, features), Arrays.copyOf(b, features));
  }

  /** Squares of the distances from the centre, added up by feature. */
  private static RealVector squares(List<RealVector> kind) {
    RealVector centre = centre(kind);
    RealVector sum = new ArrayRealVector(centre.getDimension());
    for (RealVector host : kind) {
      RealVector off = host.subtract(centre);
      sum = sum.add(off.ebeMultiply(off));
    }
    return sum;
  }

  private static List<List<RealVector>> withoutSmall(List<List<RealVector>> clusters, int ofKinds) {
    List<List<RealVector>> left = new ArrayList<>(clusters);
    while (left.size() > 1) {
      List<RealVector> smallest = Collections.min(left, Comparator.comparingInt(List::size));
      if (smallest.size() >= LEAST_HOSTS_OF_A_KIND) {
        break;
      }
      left.remove(smallest);
      RealVector centre = centre(smallest);
      List<RealVector> nearest =
          Collections.min(
              left,
              Comparator.comparingDouble(
                  other -> distance(centre(other).toArray(), centre.toArray(), ofKinds)));
      left.remove(nearest);
      List<RealVector> joined = new ArrayList<>(nearest);
      joined.addAll(smallest);
      left.add(joined);
    }
    return left;
  }

  private static RealVector centre(List<RealVector> hosts) {
    RealVector sum = new ArrayRealVector(hosts.get(0).getDimension());
    for (RealVector host : hosts) {
      sum = sum.add(host);
    }
    return sum.mapDivide(hosts.size());
  }

  /** The factor of {@code covariance} as a correlation, shrunk towards independence. */
  private static RealMatrix cholesky(RealMatrix covariance) {
    RealMatrix shrunk = covariance.copy();
    for (int i = 0; i < shrunk.getRowDimension(); i++) {
      for (int j = 0; j < shrunk.getColumnDimension(); j++) {
        double scale = Math.sqrt(covariance.getEntry(i, i) * covariance.getEntry(j, j));
        double kept = i == j ? 1 : 1 - SHRINKAGE;
        shrunk.setEntry(i, j, scale == 0 ? 0 : kept * covariance.getEntry(i, j) / scale);
      }
      shrunk.setEntry(i, i, 1);
    }
    return new CholeskyDecomposition(shrunk, 1e-9, 1e-12).getL();
  }

  /** The lower triangle of {@code factor}, its rows times {@code deviations}. */
  private static List<List<Double>> scaled(RealMatrix factor, RealVector deviations) {
    List<List<Double>> rows = new ArrayList<>();
    for (int i = 0; i < factor.getRowDimension(); i++) {
      double deviation = deviations.getEntry(i);
      rows.add(Arrays.stream(factor.getRow(i), 0, i + 1).map(x -> deviation * x).boxed().toList());
    }
    return rows;
  }

  /** Running sums over one host's flows. */
  private static final class Summary {
    private final int host;
    private final long startSecond;
    private final int days;
    private final FlowTally tally = new FlowTally();
    private final PeerTies ties;
    private final Map<Integer, Integer> peers = new HashMap<>();

    /** Flows by the lower port. */
    private final Map<Integer, Integer> services = new HashMap<>();

    private final int[] ticks;
    private long daytime;
    private double lnBytes;
    private double lnBytesSquared;
    private double lnPackets;
    private long lastSecond = Long.MIN_VALUE;
    private int inSecond;
    private int mostInSecond = 1;
    private long mostPacketsByTcp = 1;
    private long mostPacketsByOthers = 1;
    private double lnDuration;
    private double lnDurationSquared;

    Summary(int host, long startSecond, int days) {
      this.host = host;
      this.ties = new PeerTies(host);
      this.startSecond = startSecond;
      this.days = days;
      this.ticks = new int[days * 86_400 / CodecSpec.TICK_SECONDS];
    }

    void add(Flow flow) {
      tally.add(flow, host, ties.next(flow));
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
      inSecond = flow.endSecond() == lastSecond ? inSecond + 1 : 1;
      mostInSecond = Math.max(mostInSecond, inSecond);
      lastSecond = flow.endSecond();
      if (flow.protocol() == IpProtocol.TCP) {
        mostPacketsByTcp = Math.max(mostPacketsByTcp, flow.packets());
      } else {
        mostPacketsByOthers = Math.max(mostPacketsByOthers, flow.packets());
      }
      double duration = Math.log1p(flow.durationMs() / 4.0);
      lnDuration += duration;
      lnDurationSquared += duration * duration;
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
        if (!STEERED_ONLY.contains(share.title())) {
          features.put(share.title(), tally.logOdds(share));
        }
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
      features.put("deviation-ln-bytes", deviation(meanBytes, lnBytesSquared / flows));
      features.put("mean-ln-packets", lnPackets / flows);
      features.put("mean-ln-duration", lnDuration / flows);
      features.put(
          "deviation-ln-duration", deviation(lnDuration / flows, lnDurationSquared / flows));
      features.put(FlowShare.LARGE.title(), tally.logOdds(FlowShare.LARGE));
      features.put(FlowShare.HUGE.title(), tally.logOdds(FlowShare.HUGE));
      features.put(ProfileDistribution.MOST_PACKETS_BY_TCP, Math.log((double) mostPacketsByTcp));
      features.put(
          ProfileDistribution.MOST_PACKETS_BY_OTHERS, Math.log((double) mostPacketsByOthers));
      features.put(ProfileDistribution.MOST_FLOWS_IN_A_SECOND, Math.log((double) mostInSecond));
      features.put(ProfileDistribution.COVARIANCE_OVER_MINUTES, covariance(meanTick, 1, 1));
      features.put(
          ProfileDistribution.COVARIANCE_OVER_HOURS,
          covariance(meanTick, TICKS_PER_HOUR / 2, 3 * TICKS_PER_HOUR));
      return features;
    }

    /** Of the counts at lags {@code from} to {@code to} ticks, see the feature's description. */
    private double covariance(double mean, int from, int to) {
      if (mean == 0) {
        return 0;
      }
      double sum = 0;
      int pairs = 0;
      for (int lag = from; lag <= to; lag++) {
        for (int t = lag; t < ticks.length; t++) {
          sum += (ticks[t] / mean - 1) * (ticks[t - lag] / mean - 1);
          pairs++;
        }
      }
      return Math.log1p(Math.max(0, sum / pairs));
    }

    private static double deviation(double mean, double meanSquare) {
      return Math.sqrt(Math.max(0, meanSquare - mean * mean));
    }
  }
}
