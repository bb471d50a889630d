package io.flowstan.service.broker;

import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.function.Consumer;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AdminClientConfig;
import org.apache.kafka.clients.admin.DescribeClusterOptions;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.errors.RetriableException;

/** Waiting until a cluster answers, with backoff, saying what is waited for. */
public final class BrokerWait {
  private static final Duration FIRST_TRY = Duration.ofSeconds(2);
  private static final Duration LONGEST_TRY = Duration.ofSeconds(30);

  private BrokerWait() {}

  /**
   * Returns when a broker of the cluster answers.
   *
   * @param client the client's settings, {@code bootstrap.servers} among them
   * @param limit how long to wait in all
   * @param says told, after every try that failed, what is waited for and how long the next try is
   * @throws IllegalStateException where none answers within {@code limit}, one refuses, or no
   *     client can be made with the settings
   */
  public static void until(Map<String, ?> client, Duration limit, Consumer<String> says)
      throws InterruptedException {
    String servers = String.valueOf(client.get(AdminClientConfig.BOOTSTRAP_SERVERS_CONFIG));
    long started = System.nanoTime();
    Duration tryFor = FIRST_TRY;
    Admin admin = open(servers, client);
    try {
      while (true) {
        Duration left = limit.minusNanos(System.nanoTime() - started);
        if (left.isNegative() || left.isZero()) {
          throw new IllegalStateException(
              "no Kafka broker answered at "
                  + servers
                  + " within "
                  + limit.toSeconds()
                  + " s: start it, or give another --bootstrap-server"
                  + hint(client));
        }
        int millis = (int) Math.min(tryFor.toMillis(), left.toMillis() + 1);
        try {
          admin.describeCluster(new DescribeClusterOptions().timeoutMs(millis)).nodes().get();
          return;
        } catch (ExecutionException e) {
          Throwable cause = e.getCause() == null ? e : e.getCause();
          if (!(cause instanceof RetriableException)) {
            throw new IllegalStateException(
                "Kafka broker at " + servers + " refused: " + ClientFailure.explain(cause, client),
                e);
          }
        }
        tryFor = longer(tryFor);
        says.accept(
            "waiting for a Kafka broker at "
                + servers
                + ": no answer yet, trying for another "
                + tryFor.toSeconds()
                + " s"
                + hint(client));
      }
    } finally {
      // a plain close would wait for what is still unanswered
      admin.close(Duration.ZERO);
    }
  }

  private static Admin open(String servers, Map<String, ?> client) {
    try {
      return Admin.create(new HashMap<String, Object>(client));
    } catch (KafkaException e) {
      throw new IllegalStateException(
          "Kafka broker at "
              + servers
              + ": no client with these settings: "
              + ClientFailure.explain(e, client),
          e);
    }
  }

  /** A broker with TLS or SASL hangs up on a client that has neither, without a word. */
  private static String hint(Map<String, ?> client) {
    return client.containsKey(AdminClientConfig.SECURITY_PROTOCOL_CONFIG)
        ? ""
        : " (one with TLS or SASL answers only with security.protocol)";
  }

  private static Duration longer(Duration tryFor) {
    Duration twice = tryFor.multipliedBy(2);
    return twice.compareTo(LONGEST_TRY) < 0 ? twice : LONGEST_TRY;
  }
}
