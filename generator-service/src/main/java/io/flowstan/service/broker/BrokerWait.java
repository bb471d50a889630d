package io.flowstan.service.broker;

import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.function.Consumer;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AdminClientConfig;
import org.apache.kafka.clients.admin.DescribeClusterOptions;
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
   * @throws IllegalStateException where none answers within {@code limit}, or one refuses
   */
  public static void until(Map<String, ?> client, Duration limit, Consumer<String> says)
      throws InterruptedException {
    String servers = String.valueOf(client.get(AdminClientConfig.BOOTSTRAP_SERVERS_CONFIG));
    long started = System.nanoTime();
    Duration tryFor = FIRST_TRY;
    Admin admin = Admin.create(new HashMap<String, Object>(client));
    try {
      while (true) {
        Duration left = limit.minusNanos(System.nanoTime() - started);
        if (left.isNegative() || left.isZero()) {
          throw new IllegalStateException(
              "no Kafka broker answered at "
                  + servers
                  + " within "
                  + limit.toSeconds()
                  + " s: start it, or give another --bootstrap-server");
        }
        int millis = (int) Math.min(tryFor.toMillis(), left.toMillis() + 1);
        try {
          admin.describeCluster(new DescribeClusterOptions().timeoutMs(millis)).nodes().get();
          return;
        } catch (ExecutionException e) {
          if (!(e.getCause() instanceof RetriableException)) {
            throw new IllegalStateException(
                "Kafka broker at " + servers + " refused: " + e.getCause(), e);
          }
        }
        tryFor = longer(tryFor);
        says.accept(
            "waiting for a Kafka broker at "
                + servers
                + ": no answer yet, trying for another "
                + tryFor.toSeconds()
                + " s");
      }
    } finally {
      // a plain close would wait for what is still unanswered
      admin.close(Duration.ZERO);
    }
  }

  private static Duration longer(Duration tryFor) {
    Duration twice = tryFor.multipliedBy(2);
    return twice.compareTo(LONGEST_TRY) < 0 ? twice : LONGEST_TRY;
  }
}
