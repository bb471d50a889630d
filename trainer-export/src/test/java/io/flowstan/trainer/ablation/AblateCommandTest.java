package io.flowstan.trainer.ablation;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.flowstan.cli.FlowstanCommand;
import io.flowstan.cli.Program;
import io.flowstan.flow.Flow;
import io.flowstan.io.FlowFormat;
import io.flowstan.io.FlowWriter;
import io.flowstan.io.HostList;
import io.flowstan.trainer.data.HostFlows;
import io.flowstan.trainer.evaluate.SmallTraffic;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** All variants on a small scale: that they train and are counted, not what they are worth. */
class AblateCommandTest {
  @TempDir static Path files;

  private static final Map<String, JsonNode> VARIANTS = new LinkedHashMap<>();
  private static int hosts;

  private final StringWriter out = new StringWriter();
  private final StringWriter err = new StringWriter();

  @BeforeAll
  static void allVariantsAreTrained() throws IOException {
    HostFlows traffic = SmallTraffic.of(1, 12, 60);
    List<Flow> flows = new ArrayList<>();
    traffic.byHost().values().forEach(flows::addAll);
    flows.sort(Comparator.comparingLong(Flow::endSecond));
    try (FlowWriter writer = FlowWriter.open(files.resolve("flows.csv"), FlowFormat.UGR16)) {
      for (Flow flow : flows) {
        writer.write(flow);
      }
      writer.commit();
    }
    new HostList(List.copyOf(traffic.byHost().keySet())).write(files.resolve("hosts.txt"));
    AblateCommandTest test = new AblateCommandTest();
    assertThat(test.ablate()).as("%s", test.err).isZero();
    String said = test.out.toString().strip();
    JsonNode summary = new JsonMapper().readTree(said.substring(said.lastIndexOf('\n') + 1));
    hosts = summary.path("trainingHosts").asInt();
    summary
        .path("variants")
        .forEach(variant -> VARIANTS.put(variant.path("variant").asText(), variant));
  }

  @Test
  void everyVariantHasItsLine() {
    assertThat(VARIANTS.keySet())
        .containsExactlyElementsOf(Variant.ALL.stream().map(Variant::name).toList());
    assertThat(VARIANTS.values())
        .allSatisfy(
            variant ->
                assertThat(variant.path("validationNatsPerFlow").asDouble()).isBetween(5.0, 80.0));
  }

  @Test
  void fewerHostsAreFewerFlows() {
    assertThat(hosts("whole")).isEqualTo(hosts);
    assertThat(hosts("0.5 of the hosts")).isEqualTo(hosts / 2);
    assertThat(number("0.5 of the hosts", "flows")).isLessThan(number("whole", "flows"));
  }

  @Test
  void widthsChangeParametersAndCost() {
    assertThat(number("0.5 widths", "parameters")).isLessThan(number("whole", "parameters"));
    assertThat(number("0.5 widths", "multiplyAdds")).isLessThan(number("whole", "multiplyAdds"));
    assertThat(number("1.41 widths", "multiplyAdds"))
        .isGreaterThan(number("whole", "multiplyAdds"));
    assertThat(number("no profile", "parameters")).isEqualTo(number("whole", "parameters"));
  }

  @Test
  void withoutTheLastFlowsOtherNatsComeOut() {
    assertThat(nats("no convolution")).isNotEqualTo(nats("whole"));
    assertThat(nats("one lag")).isNotEqualTo(nats("no convolution"));
    assertThat(nats("no copies")).isNotEqualTo(nats("whole"));
  }

  @Test
  void anUnknownVariantIsRefused() {
    assertThat(ablate("--only", "no luck")).isEqualTo(2);
    assertThat(err.toString()).contains("--only no luck: expected some of [whole,");
  }

  private static int hosts(String variant) {
    return (int) number(variant, "hosts");
  }

  private static long number(String variant, String field) {
    return VARIANTS
        .getOrDefault(variant, JsonMapper.builder().build().nullNode())
        .path(field)
        .asLong();
  }

  private static double nats(String variant) {
    return VARIANTS
        .getOrDefault(variant, JsonMapper.builder().build().nullNode())
        .path("validationNatsPerFlow")
        .asDouble();
  }

  private int ablate(String... more) {
    List<String> arguments =
        new ArrayList<>(
            List.of(
                "ablate",
                "--flows",
                files.resolve("flows.csv").toString(),
                "--hosts",
                files.resolve("hosts.txt").toString(),
                "--batch",
                "256",
                "--threads",
                "1",
                "--json"));
    arguments.addAll(List.of(more));
    List<FlowstanCommand> commands = List.of(new AblateCommand());
    return Program.of(commands, new PrintWriter(out), new PrintWriter(err))
        .execute(arguments.toArray(String[]::new));
  }
}
