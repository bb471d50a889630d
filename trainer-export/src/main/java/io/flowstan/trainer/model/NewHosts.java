package io.flowstan.trainer.model;

import io.flowstan.bundle.Bundle;
import io.flowstan.bundle.BundleException;
import io.flowstan.bundle.BundleWriter;
import io.flowstan.profile.ProfileDistribution;
import io.flowstan.trainer.data.HostFlows;
import io.flowstan.trainer.data.HostProfiles;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * The hosts that a trained model makes, drawn anew: the distribution of their profiles fitted to
 * other recorded hosts, the weights as they are.
 */
public final class NewHosts {
  private static final String PROFILES = "profiles";

  private NewHosts() {}

  /**
   * Fits the distribution of {@code bundle} to the hosts of {@code recorded}, and its rate by free
   * runs.
   *
   * @param seed of the clustering of hosts into kinds
   * @throws BundleException where the network's profiles have other features than this program's
   */
  public static BundleWriter like(Bundle bundle, HostFlows recorded, long seed) throws IOException {
    ProfileDistribution trained = bundle.manifest().section(PROFILES, ProfileDistribution.class);
    ProfileDistribution fitted = HostProfiles.fit(FlowModelBuilder.profilesOf(recorded), seed);
    Path draft = Files.createTempFile("flowstan-draft", ".zip");
    try {
      Files.delete(draft);
      Bundle uncalibrated =
          BundleWriter.of(bundle).section(PROFILES, fitted.standardisedAs(trained)).write(draft);
      ProfileDistribution calibrated = RateCalibrator.of(recorded).calibrate(uncalibrated);
      return BundleWriter.of(bundle).section(PROFILES, calibrated);
    } catch (IllegalArgumentException e) {
      throw new BundleException(bundle + ": " + e.getMessage(), e);
    } finally {
      Files.deleteIfExists(draft);
    }
  }
}
