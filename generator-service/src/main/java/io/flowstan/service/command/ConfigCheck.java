package io.flowstan.service.command;

import io.flowstan.bundle.Bundle;
import io.flowstan.service.admin.AdminSettings;
import io.flowstan.service.config.ClientProperties;
import io.flowstan.service.config.ServiceConfig;
import io.flowstan.service.registry.RegistryConfig;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * What can be said of a configuration that was understood, without a cluster.
 *
 * @param problems settings that clients would refuse, each with its path
 * @param failures files and names that the settings ask for and that are not there
 * @param warnings what works and may not be meant
 */
record ConfigCheck(List<String> problems, List<String> failures, List<String> warnings) {
  /** Looks at everything. */
  static ConfigCheck of(ServiceConfig config, Map<String, String> environment) {
    ConfigCheck check = new ConfigCheck(new ArrayList<>(), new ArrayList<>(), new ArrayList<>());
    check.clients("kafka.properties", config.kafka().properties());
    check.clients("schemaRegistry.properties", config.schemaRegistry().properties());
    check.registry(config.schemaRegistry());
    check.bundle("bundle", config.bundle());
    new TreeMap<>(config.bundles())
        .forEach((name, location) -> check.bundle("bundles." + name, Path.of(location)));
    check.admin(config.admin(), environment);
    check.stateDirectory(config.streams().stateDirectory());
    if (config.population().hosts() == 0
        && config.population().addresses().isEmpty()
        && config.population().groups().isEmpty()) {
      check.warnings.add(
          "population: no hosts; those of topic " + config.topics().hosts() + " run");
    }
    return check;
  }

  private void clients(String path, Map<String, String> properties) {
    new TreeMap<>(properties)
        .forEach(
            (name, value) -> {
              String problem = ClientProperties.problem(name, value);
              if (problem != null) {
                problems.add(path + "." + name + ": " + problem);
              }
              String suggestion = ClientProperties.suggestion(name);
              if (suggestion != null) {
                warnings.add(
                    path + "." + name + ": no client knows it; it is handed on" + suggestion);
              }
            });
  }

  private void registry(ServiceConfig.Registry registry) {
    if (registry.url() != null) {
      Map<String, String> settings = new TreeMap<>(registry.properties());
      settings.put("schema.registry.url", registry.url());
      try {
        RegistryConfig.of(settings);
      } catch (IllegalArgumentException e) {
        String.valueOf(e.getMessage())
            .lines()
            .forEach(line -> problems.add("schemaRegistry: " + withoutUser(line)));
      }
    }
  }

  private void bundle(String path, @Nullable Path location) {
    try {
      Bundle unused = location == null ? Bundle.openDefault() : Bundle.open(location);
    } catch (IOException | RuntimeException e) {
      failures.add(path + ": " + reason(e));
    }
  }

  private void admin(ServiceConfig.Admin admin, Map<String, String> environment) {
    try {
      AdminSettings settings = AdminAccess.of(admin, environment);
      if (settings.token() == null && !settings.isLoopback()) {
        warnings.add(
            "admin: everyone who reaches "
                + admin.host()
                + " reads metrics and settings, as there is no token");
      }
      if (settings.token() != null && settings.tls() == null && !settings.isLoopback()) {
        warnings.add("admin: the token travels in the clear, as there is no certificate");
      }
    } catch (IOException | RuntimeException e) {
      failures.add("admin: " + reason(e));
    }
  }

  private void stateDirectory(Path folder) {
    Path there = folder.toAbsolutePath();
    while (there.getParent() != null && !Files.exists(there)) {
      there = there.getParent();
    }
    if (!Files.isDirectory(there) || !Files.isWritable(there)) {
      failures.add("streams.stateDirectory: " + folder + ": cannot be written to");
    }
  }

  private static String withoutUser(String text) {
    return text.replaceAll("//[^/@\\s]*@", "//");
  }

  private static String reason(Exception e) {
    if (e instanceof java.nio.file.NoSuchFileException missing) {
      return missing.getFile() + ": no such file or directory";
    }
    if (e instanceof java.nio.file.AccessDeniedException denied) {
      return denied.getFile() + ": permission denied";
    }
    return e.getMessage() == null ? e.toString() : e.getMessage().lines().findFirst().orElse("");
  }
}
