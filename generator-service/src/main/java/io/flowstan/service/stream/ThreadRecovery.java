package io.flowstan.service.stream;

import io.flowstan.service.metrics.ErrorKind;
import io.flowstan.service.registry.RegistryException;
import java.time.Duration;
import java.util.Optional;
import java.util.function.LongSupplier;
import org.apache.avro.AvroRuntimeException;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.errors.AuthorizationException;
import org.apache.kafka.common.errors.InvalidPidMappingException;
import org.apache.kafka.common.errors.InvalidProducerEpochException;
import org.apache.kafka.common.errors.InvalidTxnStateException;
import org.apache.kafka.common.errors.OutOfOrderSequenceException;
import org.apache.kafka.common.errors.ProducerFencedException;
import org.apache.kafka.common.errors.RetriableException;
import org.apache.kafka.common.errors.SerializationException;
import org.apache.kafka.common.errors.TransactionAbortableException;
import org.apache.kafka.common.errors.UnknownProducerIdException;
import org.apache.kafka.streams.errors.LockException;
import org.apache.kafka.streams.errors.ProcessorStateException;
import org.apache.kafka.streams.errors.StreamsException;
import org.apache.kafka.streams.errors.TaskCorruptedException;
import org.apache.kafka.streams.errors.TaskMigratedException;

/**
 * The judge of failed stream threads: what may pass (a broker away, a fenced producer, a full disk)
 * is tried again after a pause that doubles; what will not pass, or has not for long, is final.
 *
 * <p>A thread that is replaced starts from the last commit, so that nothing is lost or repeated.
 */
final class ThreadRecovery {
  private static final Duration FIRST_PAUSE = Duration.ofSeconds(1);
  private static final Duration LONGEST_PAUSE = Duration.ofSeconds(30);

  /** So long without a failure, and the ones before are forgotten. */
  private static final Duration QUIET = Duration.ofMinutes(2);

  private static final Duration GIVE_UP_AFTER = Duration.ofMinutes(15);

  private final LongSupplier nanoClock;
  private long firstFailureNanos;
  private long lastFailureNanos;
  private int failures;

  /**
   * @param nanoClock monotonic time, nanoseconds from any origin
   */
  ThreadRecovery(LongSupplier nanoClock) {
    this.nanoClock = nanoClock;
  }

  /** The pause after which the thread is replaced; empty where the failure is final. */
  synchronized Optional<Duration> pauseAfter(Throwable failure) {
    if (!mayPass(failure)) {
      return Optional.empty();
    }
    long now = nanoClock.getAsLong();
    if (failures == 0 || now - lastFailureNanos > QUIET.toNanos()) {
      firstFailureNanos = now;
      failures = 0;
    }
    lastFailureNanos = now;
    failures++;
    if (now - firstFailureNanos > GIVE_UP_AFTER.toNanos()) {
      return Optional.empty();
    }
    Duration pause = FIRST_PAUSE.multipliedBy(1L << Math.min(failures - 1, 10));
    return Optional.of(pause.compareTo(LONGEST_PAUSE) < 0 ? pause : LONGEST_PAUSE);
  }

  /** Where the error is to be counted that a thread failed of. */
  static ErrorKind kindOf(Throwable failure) {
    ErrorKind kind = ErrorKind.ENGINE;
    for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
      if (cause instanceof ProcessorStateException || cause instanceof TaskCorruptedException) {
        return ErrorKind.STATE;
      }
      if (cause instanceof RegistryException) {
        return ErrorKind.REGISTRY;
      }
      if (cause instanceof SerializationException || cause instanceof AvroRuntimeException) {
        return ErrorKind.ENCODE;
      }
      // Streams wraps whatever comes out of a processor; what is Kafka's own is a client's
      if (cause instanceof KafkaException && !cause.getClass().equals(StreamsException.class)) {
        kind = ErrorKind.PRODUCE;
      }
    }
    return kind;
  }

  /** Whether a thread that failed so may do better later. */
  static boolean mayPass(Throwable failure) {
    boolean mayPass = false;
    for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
      if (cause instanceof AuthorizationException) {
        return false;
      }
      mayPass |=
          cause instanceof RetriableException
              || cause instanceof TaskCorruptedException
              || cause instanceof TaskMigratedException
              || cause instanceof ProcessorStateException
              || cause instanceof LockException
              || cause instanceof ProducerFencedException
              || cause instanceof InvalidProducerEpochException
              || cause instanceof InvalidPidMappingException
              || cause instanceof InvalidTxnStateException
              || cause instanceof OutOfOrderSequenceException
              || cause instanceof TransactionAbortableException
              || cause instanceof UnknownProducerIdException;
    }
    return mayPass;
  }
}
