package io.flowstan.it.registry;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.sun.net.httpserver.HttpServer;
import io.flowstan.avro.TopicSchemas;
import io.flowstan.flow.HostFlow;
import io.flowstan.it.broker.BrokerUnderTest;
import io.flowstan.service.registry.BuiltInRegistry;
import io.flowstan.service.topics.TopicSettings;
import io.flowstan.service.topics.Topics;
import io.flowstan.service.wire.FlowSerde;
import io.flowstan.service.wire.HostKeySerde;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.Map;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.junit.jupiter.api.Test;

/**
 * A consumer in another language, from other hands: kafkajs and its registry client read what we
 * write in transactions, from the embedded broker and the built-in registry.
 */
class KafkaJsIT {
  private static final String TOPIC = "flowstan.flows";
  private static final int HOSTS = 7;
  private static final int FLOWS_PER_HOST = 300;
  private static final int TRANSACTIONS = 3;

  @Test
  void kafkajsDecodesEveryRecordWithoutAGap() throws Exception {
    KafkaJs.install();
    BuiltInRegistry registry = new BuiltInRegistry(Map.of(TOPIC + "-value", TopicSchemas.FLOW));
    InetAddress loopback = InetAddress.getByAddress(new byte[] {127, 0, 0, 1});
    HttpServer server = HttpServer.create(new InetSocketAddress(loopback, 0), 0);
    server.createContext("/", registry);
    server.start();
    try (BrokerUnderTest broker = BrokerUnderTest.start()) {
      // Given flows of some hosts over three partitions, the last record of each a commit marker
      try (Admin admin = Admin.create(Map.of("bootstrap.servers", broker.bootstrapServers()))) {
        Topics.ensure(admin, TopicSettings.output(TOPIC, 3, -1));
      }
      produce(broker.bootstrapServers(), registry);

      // When
      String url = "http://127.0.0.1:" + server.getAddress().getPort();
      JsonNode answer = KafkaJs.read(broker.bootstrapServers(), url, TOPIC);

      // Then
      assertThat(answer)
          .hasToString(
              "{\"records\":%d,\"hosts\":%d,\"gaps\":0,\"misplaced\":0}"
                  .formatted(HOSTS * FLOWS_PER_HOST, HOSTS));
    } finally {
      server.stop(0);
    }
  }

  private static void produce(String bootstrapServers, BuiltInRegistry registry) {
    Map<String, Object> client =
        Map.of("bootstrap.servers", bootstrapServers, "transactional.id", "kafkajs-it");
    try (var producer =
        new KafkaProducer<>(
            client, new HostKeySerde().serializer(), new FlowSerde(registry).serializer())) {
      producer.initTransactions();
      int perTransaction = FLOWS_PER_HOST / TRANSACTIONS;
      for (int transaction = 0; transaction < TRANSACTIONS; transaction++) {
        producer.beginTransaction();
        for (int i = 0; i < perTransaction; i++) {
          for (int host = 0; host < HOSTS; host++) {
            HostFlow flow = SampleFlows.draw(host, (long) transaction * perTransaction + i);
            // a send that fails makes the commit fail
            var unused =
                producer.send(
                    new ProducerRecord<>(TOPIC, null, flow.flow().endMs(), flow.host(), flow));
          }
        }
        producer.commitTransaction();
      }
    }
  }
}
