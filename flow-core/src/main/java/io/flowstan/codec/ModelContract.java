package io.flowstan.codec;

/**
 * The names of the graphs of a bundle and of their tensors, between those who write bundles and
 * those who run them. Shapes and dtypes stand in each bundle's manifest; docs/bundle-format.md says
 * what every tensor means.
 */
public final class ModelContract {
  /** The graph that draws one flow for each of N hosts. */
  public static final String STEP = "step";

  /** The graph that turns the three-hour context into a vector, once a tick. */
  public static final String CONTEXT = "context";

  /** The graph that gives the log-likelihood of given flows. */
  public static final String SCORE = "score";

  /** The graph that turns a host's last flows into what {@code step} is to remember of them. */
  public static final String REMEMBER = "remember";

  /**
   * Begins the names of what {@code step} remembers: input {@code past_8} is what it said as output
   * {@code present_8} eight flows ago.
   */
  public static final String PAST = "past_";

  public static final String PRESENT = "present_";
  public static final String HISTORY = "history";
  public static final String LATEST = "latest";
  public static final String PEERS = "peers";
  public static final String SERVICES = "services";
  public static final String NOW = "now";
  public static final String LAST_PORTS = "last_ports";
  public static final String CONTEXT_VECTOR = "context";
  public static final String PROFILE = "profile";
  public static final String STEERING = "steering";
  public static final String UNIFORMS = "uniforms";
  public static final String DRAWN = "drawn";
  public static final String TICKS = "ticks";
  public static final String CALENDAR = "calendar";
  public static final String TARGETS = "targets";
  public static final String NUMBERS = "numbers";
  public static final String LOG_LIKELIHOOD = "log_likelihood";

  private ModelContract() {}
}
