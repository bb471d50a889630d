package io.flowstan.service.bench;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import javax.xml.parsers.DocumentBuilderFactory;
import org.junit.jupiter.api.Test;
import org.w3c.dom.Document;

class BenchResultTest {
  private final BenchResult result = SomeResult.ofTwoSizes();

  @Test
  void theSpeedsOfTheSummaryAreOfTheHostsWithWhichTheServiceIsFastest() {
    JsonNode json = new ObjectMapper().valueToTree(result);

    assertThat(json.path("hosts").asInt()).isEqualTo(10_000);
    assertThat(json.path("engineFlowsPerSecond").asDouble()).isEqualTo(240_000);
    assertThat(json.path("atLeastOnceFlowsPerSecond").asDouble()).isEqualTo(140_000);
    assertThat(json.path("exactlyOnceFlowsPerSecond").asDouble()).isEqualTo(120_000);
    assertThat(json.path("producerPerfRecordsPerSecond").asDouble()).isEqualTo(400_000);
    assertThat(json.path("encodeNanosPerFlow").asDouble()).isEqualTo(90);
    assertThat(json.path("stateBytesPerHost").asDouble()).isEqualTo(3_000);
    assertThat(json.path("exactlyOnceOfProducerPerf").asDouble()).isEqualTo(0.3);
    assertThat(json.path("flows").asLong()).isEqualTo(1_200_000);
  }

  @Test
  void costsAreByTheFlow() {
    Measured measured = result.byHosts().get(0).exactlyOnce();

    // 20 s of processor time and 200 MB for 1,000,000 flows
    assertThat(measured.cpuNanosPerFlow()).isEqualTo(20_000);
    assertThat(measured.garbageBytesPerFlow()).isEqualTo(200);
  }

  @Test
  void aStretchWithoutFlowsIsNoMeasurement() {
    assertThatThrownBy(() -> new Measured(0, 1, 1, 1))
        .hasMessage("0 flows in 1.0 s: expected at least one flow in some time");
  }

  @Test
  void theTablesHoldARowForEachNumberOfHosts() {
    String markdown = new BenchTables(result).markdown();

    assertThat(markdown)
        .contains("| 100 | 200,000 | 120,000 | 100,000 | 0.25 |\n")
        .contains("| 10,000 | 240,000 | 140,000 | 120,000 | 0.30 |\n")
        .contains("| state | bytes a host, 99th percentile | 4,000 |\n")
        .doesNotContain("%");
  }

  @Test
  void thePictureIsWellFormedAndHasALineForEachKindOfRun() throws Exception {
    byte[] svg = new BenchPlot(result).svg().getBytes(StandardCharsets.UTF_8);

    Document picture =
        DocumentBuilderFactory.newInstance()
            .newDocumentBuilder()
            .parse(new ByteArrayInputStream(svg));

    assertThat(picture.getElementsByTagName("polyline").getLength()).isEqualTo(3);
    assertThat(picture.getElementsByTagName("circle").getLength()).isEqualTo(6);
  }
}
