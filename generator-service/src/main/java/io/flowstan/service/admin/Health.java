package io.flowstan.service.admin;

import org.apache.kafka.streams.KafkaStreams;

/**
 * How the service is, as a probe asks it.
 *
 * @param status what the probes answer
 * @param reason one line for people; never blank
 */
public record Health(Status status, String reason) {
  /** Which of the two probes fail. */
  public enum Status {
    /** Live and ready. */
    READY,
    /** Live, not ready: wait. */
    WAITING,
    /** Neither: only a restart helps. */
    FAILED
  }

  public Health {
    if (reason.isBlank()) {
      throw new IllegalArgumentException("health reason is blank: expected one line for people");
    }
  }

  /** Flows are being sent. */
  public static Health ready() {
    return new Health(Status.READY, "ready");
  }

  /** Nothing is wrong, but no flows yet. */
  public static Health waiting(String reason) {
    return new Health(Status.WAITING, reason);
  }

  /** The service cannot go on. */
  public static Health failed(String reason) {
    return new Health(Status.FAILED, reason);
  }

  /** The health of a Streams application in {@code state}: a rebalance is live, not ready. */
  public static Health of(KafkaStreams.State state) {
    return switch (state) {
      case RUNNING -> ready();
      case CREATED -> waiting("starting");
      case REBALANCING -> waiting("rebalancing");
      case PENDING_SHUTDOWN -> waiting("shutting down");
      case NOT_RUNNING -> failed("stopped");
      case PENDING_ERROR, ERROR -> failed("the stream threads failed; the log says why");
    };
  }

  /** Whether the process should be left running. */
  public boolean isLive() {
    return status != Status.FAILED;
  }

  /** Whether flows are being sent. */
  public boolean isReady() {
    return status == Status.READY;
  }
}
