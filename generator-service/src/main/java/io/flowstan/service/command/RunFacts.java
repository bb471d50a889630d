package io.flowstan.service.command;

import io.flowstan.bundle.Bundle;
import io.flowstan.service.config.ServiceConfig;
import io.flowstan.service.config.ShownConfig;
import io.flowstan.service.population.PopulationConfig;
import io.flowstan.service.stream.TopicsConfig;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * What a run is, in a few lines: said at the start, by {@code check} and on the page.
 *
 * @param lines what is to be known, by its name, in order
 */
record RunFacts(Map<String, String> lines) {
  private static final int NAME_WIDTH = 17;

  /**
   * The facts of a run of the service.
   *
   * @throws IOException where a bundle cannot be read
   */
  static RunFacts of(ServiceConfig config) throws IOException {
    Map<String, String> lines = new LinkedHashMap<>();
    lines.put("Bundle", bundle(config.bundle()));
    Map<String, String> further = new TreeMap<>();
    for (Map.Entry<String, String> bundle : config.bundles().entrySet()) {
      further.put(bundle.getKey(), bundle(Path.of(bundle.getValue())));
    }
    if (!further.isEmpty()) {
      lines.put("Further bundles", String.join("; ", entries(further)));
    }
    lines.put("Hosts", hosts(config.population()));
    lines.put("Clock", clock(config));
    lines.put("Kafka", config.kafka().bootstrapServers());
    lines.put("Topics", topics(config.topics()));
    lines.put(
        "Delivery",
        "exactly once, committed every "
            + ShownConfig.length(config.streams().commitInterval())
            + ": read with isolation.level=read_committed");
    return new RunFacts(lines);
  }

  /** The facts of a replay. */
  static RunFacts ofReplay(ServiceConfig config, String pace, String files) {
    Map<String, String> lines = new LinkedHashMap<>();
    lines.put("Replayed", files);
    lines.put("Clock", plain(pace));
    lines.put("Kafka", config.kafka().bootstrapServers());
    lines.put("Topics", "flows " + config.topics().flows());
    lines.put("Delivery", "exactly once: read with isolation.level=read_committed");
    return new RunFacts(lines);
  }

  /** With where the registry and the admin port are. */
  RunFacts with(String registryUrl, String adminUrl, boolean hasToken) {
    Map<String, String> more = new LinkedHashMap<>(lines);
    more.put("Schema registry", registryUrl);
    more.put(
        "Admin",
        adminUrl
            + (hasToken ? "/ (token needed)" : "/ (no token: commands from this machine only)"));
    return new RunFacts(more);
  }

  /** Prints them, a line each. */
  void print(PrintWriter people) {
    lines.forEach((name, text) -> people.println(pad(name) + text));
    people.flush();
  }

  private static String pad(String name) {
    return name + " ".repeat(Math.max(1, NAME_WIDTH - name.length()));
  }

  private static String bundle(@Nullable Path location) throws IOException {
    Bundle bundle = location == null ? Bundle.openDefault() : Bundle.open(location);
    return (location == null ? "the shipped one" : location) + ", SHA-256 " + bundle.digest();
  }

  private static Iterable<String> entries(Map<String, String> map) {
    return map.entrySet().stream().map(entry -> entry.getKey() + " = " + entry.getValue()).toList();
  }

  private static String hosts(PopulationConfig population) {
    StringBuilder text = new StringBuilder();
    if (!population.addresses().isEmpty()) {
      text.append(population.addresses().size()).append(" listed in ");
    } else if (population.hosts() > 0) {
      text.append(population.hosts()).append(" drawn from ");
    } else {
      text.append("those of the hosts topic, in ");
    }
    text.append(population.network()).append(", seed ").append(population.seed());
    if (!population.groups().isEmpty()) {
      text.append("; groups ");
      text.append(
          String.join(
              ", ",
              population.groups().stream()
                  .map(group -> group.name() + " (" + group.drawn().size() + ")")
                  .toList()));
    }
    return text.toString();
  }

  private static String clock(ServiceConfig config) {
    StringBuilder text = new StringBuilder(plain(config.pacing().pace().text()));
    if (config.pacing().backfill() != null) {
      text.append(", after a backfill of ").append(ShownConfig.length(config.pacing().backfill()));
    }
    text.append(", from ")
        .append(
            config.population().start() == null ? "now" : config.population().start().toString());
    if (config.pacing().until() != null) {
      text.append(" until ").append(config.pacing().until());
    }
    return text.toString();
  }

  /** Numbers without a zero behind the point. */
  private static String plain(String text) {
    return text.replaceAll("\\.0\\b", "");
  }

  private static String topics(TopicsConfig topics) {
    return "flows "
        + topics.flows()
        + " ("
        + topics.flowsPartitions()
        + " partitions), hosts "
        + topics.hosts()
        + ", control "
        + topics.control()
        + ", acks "
        + topics.acks()
        + " ("
        + topics.partitions()
        + " each)";
  }
}
