package io.flowstan.service.stream;

import io.flowstan.engine.HostStreams;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** Where a task gets its engines from: one for each bundle that its hosts ask for. */
public interface EngineFactory {
  /**
   * Opens an engine without hosts; called on the task's thread.
   *
   * @param bundle name of the bundle; null for the default one
   * @throws IllegalArgumentException where there is no such bundle, naming those that there are
   */
  HostStreams open(@Nullable String bundle);

  /**
   * Checks that there is such a bundle.
   *
   * @throws IllegalArgumentException where there is none, naming those that there are
   */
  void requireBundle(@Nullable String bundle);

  /** A factory of the default bundle alone. */
  static EngineFactory ofDefault(Supplier<HostStreams> engine) {
    return new EngineFactory() {
      @Override
      public HostStreams open(@Nullable String bundle) {
        requireBundle(bundle);
        return engine.get();
      }

      @Override
      public void requireBundle(@Nullable String bundle) {
        if (bundle != null) {
          throw new IllegalArgumentException(
              "bundle \"" + bundle + "\": expected none, this service has its default bundle only");
        }
      }
    };
  }
}
