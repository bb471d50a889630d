package io.flowstan.it.operations;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.flowstan.service.config.ServiceConfig;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Properties;
import java.util.Set;
import java.util.TreeMap;
import kafka.server.KafkaConfig;
import org.junit.jupiter.api.Test;

/** The compose file as far as it can be judged without a container engine. */
class ComposeTest {
  private static final Path FOLDER = RepositoryFiles.ROOT.resolve("docker");
  private final JsonNode compose = RepositoryFiles.yaml("docker/compose.yaml");
  private final Map<String, JsonNode> services = entries(compose.path("services"));

  @Test
  void theWholeChainIsThere() {
    assertThat(services)
        .containsOnlyKeys(
            "broker", "registry", "confluent-registry", "generator", "prometheus", "grafana");
    // all but one start without being asked for
    services.forEach(
        (name, service) ->
            assertThat(service.has("profiles")).as(name).isEqualTo(name.startsWith("confluent")));
  }

  @Test
  void everyServiceHasAHealthCheckAndAFixedImageOrABuild() {
    services.forEach(
        (name, service) -> {
          assertThat(service.at("/healthcheck/test")).as(name).isNotEmpty();
          // a variable may name another image; what stands here has its version
          assertThat(service.path("image").asText())
              .as(name)
              .matches("\\$\\{[A-Z_]+_IMAGE:-[\\w.]+/[\\w./-]+:v?\\d+\\.\\d+[\\w.]*}");
          assertThat(service.path("security_opt").toString())
              .as(name)
              .contains("no-new-privileges:true");
          if (service.has("build")) {
            assertThat(FOLDER.resolve(service.at("/build/context").asText()))
                .as(name)
                .satisfies(
                    context ->
                        assertThat(context.resolve(service.at("/build/dockerfile").asText()))
                            .isRegularFile());
          }
        });
  }

  @Test
  void everyVolumeIsDeclaredOrAFileOfTheRepository() {
    services.forEach(
        (name, service) -> {
          for (JsonNode volume : service.path("volumes")) {
            String source = volume.asText().split(":", -1)[0];
            if (source.startsWith(".")) {
              assertThat(FOLDER.resolve(source)).as(name).exists();
              assertThat(volume.asText()).as(name).endsWith(":ro");
            } else {
              assertThat(compose.path("volumes").has(source)).as("%s: %s", name, source).isTrue();
            }
          }
        });
  }

  @Test
  void servicesWaitForOnesThatExist() {
    services.forEach(
        (name, service) ->
            entries(service.path("depends_on"))
                .forEach(
                    (other, how) -> {
                      assertThat(services).as(name).containsKey(other);
                      assertThat(how.path("condition").asText())
                          .as(name)
                          .isIn("service_healthy", "service_started");
                    }));
  }

  @Test
  void portsArePublishedOnLoopbackOnlyAndOnce() {
    Set<String> published = new HashSet<>();
    services.forEach(
        (name, service) -> {
          for (JsonNode port : service.path("ports")) {
            String[] parts = port.asText().split(":", -1);
            assertThat(parts).as(name).hasSize(3);
            assertThat(parts[0]).as(name).isEqualTo("127.0.0.1");
            assertThat(published.add(parts[1])).as("%s: %s", name, parts[1]).isTrue();
          }
        });
  }

  @Test
  void prometheusScrapesThePortsThatTheServicesOpen() {
    List<String> targets = new ArrayList<>();
    for (JsonNode job : RepositoryFiles.yaml("docker/prometheus.yml").path("scrape_configs")) {
      job.at("/static_configs/0/targets").forEach(target -> targets.add(target.asText()));
    }
    assertThat(targets).contains("generator:8080");
    for (String target : targets) {
      String[] hostAndPort = target.split(":", -1);
      String service = hostAndPort[0].equals("localhost") ? "prometheus" : hostAndPort[0];
      assertThat(containerPorts(service)).as(target).contains(hostAndPort[1]);
    }
  }

  @Test
  void grafanaReadsThePrometheusOfTheComposeFileAndTheMountedDashboards() {
    URI datasource =
        URI.create(
            RepositoryFiles.yaml("dashboards/provisioning/datasources/prometheus.yaml")
                .at("/datasources/0/url")
                .asText());
    assertThat(containerPorts(datasource.getHost()))
        .contains(Integer.toString(datasource.getPort()));
    String folder =
        RepositoryFiles.yaml("dashboards/provisioning/dashboards/flowstan.yaml")
            .at("/providers/0/options/path")
            .asText();
    assertThat(service("grafana").path("volumes").toString())
        .contains("../dashboards:" + folder + ":ro", ":/etc/grafana/provisioning:ro");
    String home =
        service("grafana").at("/environment/GF_DASHBOARDS_DEFAULT_HOME_DASHBOARD_PATH").asText();
    assertThat(RepositoryFiles.ROOT.resolve(home.replace(folder, "dashboards"))).exists();
  }

  @Test
  void clientsInContainersUseTheListenerThatIsAdvertisedToThem() {
    String advertised = service("broker").at("/environment/KAFKA_ADVERTISED_LISTENERS").asText();
    assertThat(advertised).contains("INSIDE://broker:19092");
    assertThat(service("generator").path("command").toString())
        .contains("--bootstrap-server=broker:19092");
    assertThat(service("registry").at("/environment/KAFKA_BOOTSTRAP_SERVERS").asText())
        .isEqualTo("broker:19092");
  }

  @Test
  void theGeneratorsSettingsAreReadAndFitTheImage() throws Exception {
    ServiceConfig config = ServiceConfig.read(FOLDER.resolve("generator.yaml"));
    assertThat(service("generator").path("volumes").toString())
        .contains("./generator.yaml:/etc/flowstan/generator.yaml:ro");
    assertThat(config.admin().host()).as("reachable from Prometheus").isEqualTo("0.0.0.0");
    assertThat(containerPorts("generator")).contains(Integer.toString(config.admin().port()));
    assertThat(config.streams().stateDirectory().toString()).startsWith("/var/lib/flowstan/");
    assertThat(config.population().hosts()).isPositive();
  }

  @Test
  void theBrokersEnvironmentIsAValidConfiguration() {
    // Given the image's convention: KAFKA_A_B is the property a.b
    Properties properties = new Properties();
    entries(service("broker").path("environment"))
        .forEach(
            (key, value) -> {
              if (key.startsWith("KAFKA_")) {
                properties.put(
                    key.substring("KAFKA_".length()).toLowerCase(Locale.ROOT).replace('_', '.'),
                    value.asText());
              }
            });
    // When
    KafkaConfig config = KafkaConfig.fromProps(properties);
    // Then
    assertThat(config.nodeId()).isEqualTo(1);
    assertThat(config.values()).containsKeys(names(properties));
  }

  @Test
  void theImageRunsWithoutRightsAndChecksItsHealth() throws Exception {
    List<String> lines = Files.readAllLines(FOLDER.resolve("Dockerfile"));
    assertThat(lines)
        .anyMatch(line -> line.matches("USER \\d+:\\d+"))
        .noneMatch(line -> line.matches("USER (0|root)\\b.*"))
        .anyMatch(line -> line.startsWith("HEALTHCHECK"))
        .anyMatch(line -> line.equals("EXPOSE 8080"));
    for (String line : lines) {
      if (line.startsWith("FROM ")) {
        assertThat(line).as("base images are arguments").matches("FROM \\$\\{[A-Z_]+}.*");
      }
      if (line.startsWith("ARG ") && line.contains("_IMAGE=")) {
        assertThat(line)
            .as("with a version")
            .matches(".*:[\\w.-]*\\d[\\w.-]*")
            .doesNotContain("latest");
      }
    }
    assertThat(String.join(" ", lines)).contains("docker/healthcheck.sh", "docker/jlink.sh");
    assertThat(FOLDER.resolve("jlink.sh")).exists();
  }

  @Test
  void theGeneratorWritesNowhereButToItsStateAndATemporaryFolder() {
    JsonNode generator = service("generator");
    assertThat(generator.path("read_only").asBoolean()).isTrue();
    assertThat(generator.path("cap_drop").toString()).isEqualTo("[\"ALL\"]");
    // natives are unpacked there and run
    assertThat(generator.at("/tmpfs/0").asText()).startsWith("/tmp:exec,");
  }

  @Test
  void onAGpuTheSameServiceRunsOnCudaAndItsLibraries() {
    JsonNode cuda = RepositoryFiles.yaml("docker/compose.cuda.yaml").at("/services/generator");
    Set<String> plain = new HashSet<>();
    service("generator").path("command").forEach(word -> plain.add(word.asText()));
    Set<String> onGpu = new HashSet<>();
    cuda.path("command").forEach(word -> onGpu.add(word.asText()));
    assertThat(onGpu).containsAll(plain).hasSize(plain.size() + 1);
    assertThat(onGpu).contains("--execution-provider=cuda");
    assertThat(cuda.at("/build/args/RUNTIME_IMAGE").asText()).matches(".*:12\\.[\\w.-]+}");
    assertThat(RepositoryFiles.text("pom.xml"))
        .contains("<id>" + cuda.at("/build/args/MAVEN_PROFILES").asText() + "</id>");
  }

  @Test
  void theEnvironmentFileNamesTheProject() {
    // the compose that Debian has knows no name in the file itself
    assertThat(RepositoryFiles.text("docker/.env")).contains("COMPOSE_PROJECT_NAME=flowstan");
  }

  private List<String> containerPorts(String service) {
    List<String> ports = new ArrayList<>();
    for (JsonNode port : service(service).path("ports")) {
      ports.add(port.asText().split(":", -1)[2]);
    }
    return ports;
  }

  private JsonNode service(String name) {
    assertThat(services).containsKey(name);
    return Objects.requireNonNull(services.get(name));
  }

  private static String[] names(Properties properties) {
    return properties.stringPropertyNames().toArray(String[]::new);
  }

  private static Map<String, JsonNode> entries(JsonNode object) {
    Map<String, JsonNode> entries = new TreeMap<>();
    object.properties().forEach(entry -> entries.put(entry.getKey(), entry.getValue()));
    return entries;
  }
}
