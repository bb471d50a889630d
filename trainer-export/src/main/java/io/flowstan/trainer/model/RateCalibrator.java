package io.flowstan.trainer.model;

import io.flowstan.bundle.Bundle;
import io.flowstan.engine.EngineModel;
import io.flowstan.engine.HostShards;
import io.flowstan.engine.HostSpec;
import io.flowstan.engine.HostStreams;
import io.flowstan.flow.Network;
import io.flowstan.profile.ProfileDistribution;
import io.flowstan.profile.RateCalibration;
import io.flowstan.random.CounterRandom;
import io.flowstan.trainer.data.HostFlows;
import java.io.IOException;
import java.util.HashMap;
import java.util.Map;

/**
 * Measures by free runs of a whole day how many flows hosts make against what their profiles ask
 * for, and fits the correction.
 *
 * <p>The first run fits intercept and slope by least squares on logarithms; each further one moves
 * the intercept so that the total of all hosts agrees, because the busiest hosts weigh most there.
 */
final class RateCalibrator {
  private static final Network NETWORK = Network.parse("10.0.0.0/8");
  private static final long DAY_MS = 86_400_000;
  private static final int ROUNDS = 3;

  /** So many hosts run; fewer where few were recorded. */
  private static final int HOSTS = 100;

  private static final int HOSTS_PER_RECORDED = 4;
  private static final int THREADS = 2;
  private static final long SEED = 0xCA11B;

  /** A run ends early where it has made so many times what was asked: a model may know no rate. */
  private static final double MOST_PER_ASKED = 5;

  private final int hosts;
  private final int threads;
  private final long seed;
  private final long startMs;

  RateCalibrator(int hosts, int threads, long seed, long startMs) {
    this.hosts = hosts;
    this.threads = threads;
    this.seed = seed;
    this.startMs = startMs;
  }

  /** One whose free runs begin when {@code recorded} does. */
  static RateCalibrator of(HostFlows recorded) {
    int hosts = Math.min(HOSTS, HOSTS_PER_RECORDED * recorded.byHost().size());
    return new RateCalibrator(hosts, THREADS, SEED, recorded.startSecond() * 1_000);
  }

  /** The profiles of {@code bundle} with the correction fitted. */
  ProfileDistribution calibrate(Bundle bundle) throws IOException {
    EngineModel model = EngineModel.of(bundle);
    RateCalibration rate = RateCalibration.NONE;
    for (int round = 0; round < ROUNDS; round++) {
      ProfileDistribution profiles = model.profiles().withRate(rate);
      EngineModel calibrated = model.with(profiles);
      rate = improved(rate, run(calibrated, profiles, round), round);
    }
    return model.profiles().withRate(rate);
  }

  /** ln of flows asked and made by each host in a day: double [hosts][2]. */
  private double[][] run(EngineModel model, ProfileDistribution profiles, int round)
      throws IOException {
    double[][] askedAndMade = new double[hosts][2];
    Map<Integer, Integer> place = new HashMap<>();
    try (HostStreams engine = HostShards.open(model, NETWORK, threads)) {
      for (int h = 0; h < hosts; h++) {
        long key = CounterRandom.subKey(seed, 1_000L * round + h);
        double[] natural = profiles.draw(key);
        float[] profile = new float[natural.length];
        for (int i = 0; i < profile.length; i++) {
          profile[i] = (float) natural[i];
        }
        int address = NETWORK.address(256L + h);
        place.put(address, h);
        askedAndMade[h][0] = natural[0];
        engine.add(new HostSpec(address, key, startMs, profile));
      }
      long[] made = new long[hosts];
      double asked = 0;
      for (double[] host : askedAndMade) {
        asked += Math.exp(host[0]);
      }
      int most = (int) Math.min(Integer.MAX_VALUE, Math.max(1_000, MOST_PER_ASKED * asked));
      engine.advance(
          startMs + DAY_MS - 1,
          most,
          flow -> {
            Integer h = place.get(flow.host());
            if (h != null) {
              made[h]++;
            }
          });
      // where the run ended early, the rest of the day would have gone on alike
      double day = (double) DAY_MS / Math.max(1, Math.min(DAY_MS, engine.nextDueMs() - startMs));
      for (int h = 0; h < hosts; h++) {
        askedAndMade[h][1] = Math.log(Math.max(1.0, made[h] * day));
      }
    }
    return askedAndMade;
  }

  private static RateCalibration improved(RateCalibration rate, double[][] run, int round) {
    if (round == 0) {
      return leastSquares(run);
    }
    double asked = 0;
    double made = 0;
    for (double[] host : run) {
      asked += Math.exp(host[0]);
      made += Math.exp(host[1]);
    }
    return new RateCalibration(rate.intercept() + Math.log(made / asked), rate.slope());
  }

  private static RateCalibration leastSquares(double[][] run) {
    double meanAsked = 0;
    double meanMade = 0;
    for (double[] host : run) {
      meanAsked += host[0] / run.length;
      meanMade += host[1] / run.length;
    }
    double covariance = 0;
    double variance = 0;
    for (double[] host : run) {
      covariance += (host[0] - meanAsked) * (host[1] - meanMade);
      variance += (host[0] - meanAsked) * (host[0] - meanAsked);
    }
    // a model that hardly listens to the rate cannot be corrected by shouting
    double slope = Math.max(0.5, Math.min(1.5, covariance / Math.max(1e-9, variance)));
    return new RateCalibration(meanMade - slope * meanAsked, slope);
  }
}
