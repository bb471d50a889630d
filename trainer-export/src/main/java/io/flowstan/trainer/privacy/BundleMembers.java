package io.flowstan.trainer.privacy;

import com.fasterxml.jackson.databind.JsonNode;
import io.flowstan.bundle.Manifest;
import io.flowstan.io.HostList;
import io.flowstan.trainer.command.HostSplit;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * The hosts that a bundle was trained on, as far as its provenance tells: {@code train} holds some
 * of its hosts out for validation, and those are no members.
 *
 * @param members addresses
 * @param heldOut addresses of hosts of the list that were held out; empty where that is unknown
 */
record BundleMembers(Set<Integer> members, Set<Integer> heldOut) {

  /**
   * Those of {@code trainingHosts}.
   *
   * @param listDigest SHA-256 of the file that lists them
   */
  static BundleMembers of(Manifest manifest, List<Integer> trainingHosts, String listDigest) {
    List<String> words = words(manifest.provenance().path("command").asText(""));
    double share = number(words, "--validation-share");
    double seed = number(words, "--seed");
    boolean sameList = false;
    for (JsonNode file : manifest.provenance().path("data")) {
      sameList |= file.path("sha256").asText("").equals(listDigest);
    }
    if (sameList && share > 0 && share < 1 && Double.isFinite(seed) && trainingHosts.size() > 1) {
      HostSplit split = HostSplit.of(new HostList(trainingHosts), share, (long) seed);
      if (manifest.metrics().path("trainingHosts").asInt() == split.training().size()) {
        return new BundleMembers(new HashSet<>(split.training()), Set.copyOf(split.validation()));
      }
    }
    return new BundleMembers(new HashSet<>(trainingHosts), Set.of());
  }

  private static List<String> words(String command) {
    List<String> words = new ArrayList<>();
    for (String word : command.split(" ", -1)) {
      words.add(word);
    }
    return words;
  }

  private static double number(List<String> words, String option) {
    int at = words.indexOf(option);
    if (at < 0 || at + 1 >= words.size()) {
      return Double.NaN;
    }
    try {
      return Double.parseDouble(words.get(at + 1));
    } catch (NumberFormatException e) {
      return Double.NaN;
    }
  }
}
