package io.flowstan.it.registry;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.flowstan.avro.TopicSchemas;
import io.flowstan.flow.HostFlow;
import io.flowstan.flow.Ipv4;
import io.flowstan.service.registry.RegistryConfig;
import io.flowstan.service.registry.RegistryException;
import io.flowstan.service.registry.SchemaRegistryClient;
import io.flowstan.service.wire.FlowEncoder;
import java.nio.ByteBuffer;
import java.util.Map;
import java.util.TreeMap;
import org.apache.avro.Schema;
import org.apache.avro.SchemaBuilder;
import org.apache.avro.generic.GenericDatumReader;
import org.apache.avro.generic.GenericRecord;
import org.apache.avro.io.DecoderFactory;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** The registry client against a real registry. */
class RegistryIT {
  private static final ObjectMapper JSON = new ObjectMapper();

  private static ApicurioProcess registry;

  @BeforeAll
  static void startRegistry() throws Exception {
    registry = ApicurioProcess.start();
  }

  @AfterAll
  static void stopRegistry() {
    registry.close();
  }

  @Test
  void aSchemaIsRegisteredOnceAndFoundByItsId() {
    SchemaRegistryClient client = client(Map.of());

    int id = client.resolveId("once-value", TopicSchemas.FLOW);

    assertThat(client.schemaOf(id)).isEqualTo(TopicSchemas.FLOW);
    assertThat(client(Map.of()).resolveId("once-value", TopicSchemas.FLOW)).isEqualTo(id);
    assertThat(client.latest("once-value").version()).isEqualTo(1);
  }

  @Test
  void withoutAutoRegisterAnUnknownSchemaIsSaidAndAKnownOneFound() {
    SchemaRegistryClient client = client(Map.of("auto.register.schemas", "false"));

    assertThatThrownBy(() -> client.resolveId("known-value", TopicSchemas.HOST))
        .isInstanceOf(RegistryException.class)
        .hasMessageContaining("subject 'known-value'")
        .hasMessageContaining("auto.register.schemas=true");

    int id = client.register("known-value", TopicSchemas.HOST);
    assertThat(client.resolveId("known-value", TopicSchemas.HOST)).isEqualTo(id);
  }

  @Test
  void useLatestVersionTakesTheIdOfTheLatestVersion() {
    SchemaRegistryClient client =
        client(Map.of("auto.register.schemas", "false", "use.latest.version", "true"));
    assertThatThrownBy(() -> client.resolveId("latest-value", TopicSchemas.CONTROL))
        .isInstanceOf(RegistryException.class)
        .hasMessageContaining("no version of subject 'latest-value'");

    int id = client.register("latest-value", TopicSchemas.CONTROL);

    assertThat(client.resolveId("latest-value", TopicSchemas.CONTROL)).isEqualTo(id);
  }

  @Test
  void aSchemaThatTheRegistryRefusesIsSaidWithItsReason() throws Exception {
    // Given a subject that holds another record and keeps to its compatibility
    SchemaRegistryClient client = client(Map.of());
    Schema other =
        SchemaBuilder.record("io.flowstan.avro.FlowRecord")
            .fields()
            .requiredDouble("host")
            .endRecord();
    client.register("taken-value", other);
    registry.send("PUT", "/config/taken-value", "{\"compatibility\":\"FULL\"}");

    // When, then
    assertThat(client.incompatibilities("taken-value", TopicSchemas.FLOW)).isNotEmpty();
    assertThatThrownBy(() -> client.resolveId("taken-value", TopicSchemas.FLOW))
        .isInstanceOf(RegistryException.class)
        .hasMessageContaining("refuses the schema of subject 'taken-value'")
        .hasMessageContaining(registry.url());
  }

  @Test
  void aReaderThatKnowsOnlyTheRegistryDecodesAFlow() throws Exception {
    // Given a flow as it goes on the wire
    HostFlow flow = SampleFlows.draw(0, 10);
    int id = client(Map.of()).resolveId("flows-value", TopicSchemas.FLOW);
    byte[] framed = new FlowEncoder(id).encode(flow);

    // When it is read with the schema that its frame names, fetched without our client
    int idInFrame = ByteBuffer.wrap(framed).getInt(1);
    String answer = registry.send("GET", "/schemas/ids/" + idInFrame, null);
    Schema schema = new Schema.Parser().parse(JSON.readTree(answer).path("schema").asText());
    GenericRecord record =
        new GenericDatumReader<GenericRecord>(schema)
            .read(null, DecoderFactory.get().binaryDecoder(framed, 5, framed.length - 5, null));

    // Then
    assertThat(record.get("host")).hasToString(Ipv4.format(flow.host()));
    assertThat(record.get("sequence")).isEqualTo(flow.sequence());
    assertThat(record.get("end")).isEqualTo(flow.flow().endMs());
    assertThat(record.get("bytes")).isEqualTo(5_000_000_001L);
    assertThat(record.get("label")).hasToString("background");
  }

  private static SchemaRegistryClient client(Map<String, String> settings) {
    Map<String, String> all = new TreeMap<>(Map.of("schema.registry.url", registry.url()));
    all.putAll(settings);
    return new SchemaRegistryClient(RegistryConfig.of(all));
  }
}
