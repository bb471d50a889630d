package io.flowstan.service.command;

import io.flowstan.cli.sample.StreamsFactory;
import io.flowstan.engine.HostStreams;
import io.flowstan.service.config.ServiceConfig;
import io.flowstan.service.stream.EngineFactory;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * The engines of the configured bundles, all in the declared address space.
 *
 * @param config names the bundles and the address space
 * @param streams opens one engine
 */
record ConfiguredEngines(ServiceConfig config, StreamsFactory streams) implements EngineFactory {
  /**
   * Opens each bundle once and closes it: what is wrong with one is said before all else.
   *
   * @throws IOException where one cannot be read
   */
  void check() throws IOException {
    open(config.bundle()).close();
    for (String name : new TreeSet<>(config.bundles().keySet())) {
      open(path(name)).close();
    }
  }

  @Override
  public HostStreams open(@Nullable String bundle) {
    requireBundle(bundle);
    try {
      return open(bundle == null ? config.bundle() : path(bundle));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public void requireBundle(@Nullable String bundle) {
    if (bundle != null && !config.bundles().containsKey(bundle)) {
      throw new IllegalArgumentException(
          "bundle \""
              + bundle
              + "\" is not configured: expected default, or one of those under bundles, "
              + new TreeSet<>(config.bundles().keySet()));
    }
  }

  private HostStreams open(@Nullable Path bundle) throws IOException {
    return streams.open(bundle, config.population().network(), 1);
  }

  private Path path(String name) {
    return Path.of(config.bundles().getOrDefault(name, ""));
  }
}
