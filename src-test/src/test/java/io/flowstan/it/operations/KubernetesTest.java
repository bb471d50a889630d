package io.flowstan.it.operations;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.flowstan.service.config.ServiceConfig;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** The Kubernetes manifests as far as they can be judged without a cluster. */
class KubernetesTest {
  private static final String BASE = "docker/kubernetes/base/";

  /** After so long the service's own stop is cut off, see StopSignal. */
  private static final int LONGEST_STOP_SECONDS = 15;

  private final JsonNode pod = RepositoryFiles.yaml(BASE + "statefulset.yaml").at("/spec/template");
  private final JsonNode container = pod.at("/spec/containers/0");

  @Test
  void everyManifestIsListedAndSaysWhatItIs() throws Exception {
    Set<String> there = files(BASE, ".yaml");
    there.removeAll(Set.of("kustomization.yaml", "generator.yaml"));
    Set<String> listed = texts(RepositoryFiles.yaml(BASE + "kustomization.yaml"), "resources");
    assertThat(listed).containsAll(there);
    for (String resource : listed) {
      assertThat(RepositoryFiles.ROOT.resolve(BASE).resolve(resource)).exists();
    }
    for (String file : there) {
      JsonNode manifest = RepositoryFiles.yaml(BASE + file);
      assertThat(manifest.path("apiVersion").asText()).as(file).isNotEmpty();
      assertThat(manifest.path("kind").asText()).as(file).isNotEmpty();
      assertThat(manifest.at("/metadata/name").asText()).as(file).isEqualTo("flowstan");
    }
  }

  @Test
  void everyDashboardIsInTheConfigMap() throws Exception {
    JsonNode generator =
        RepositoryFiles.yaml("dashboards/kustomization.yaml").at("/configMapGenerator/0");
    assertThat(texts(generator, "files")).isEqualTo(files("dashboards/", ".json"));
  }

  @Test
  void thePodHasNoRightsAndWritesNowhereButToItsVolumes() {
    JsonNode ofPod = pod.at("/spec/securityContext");
    assertThat(ofPod.path("runAsNonRoot").asBoolean()).isTrue();
    assertThat(ofPod.path("runAsUser").asInt()).as("the image's user").isEqualTo(10001);
    assertThat(ofPod.path("fsGroup").asInt()).isEqualTo(10001);
    assertThat(ofPod.at("/seccompProfile/type").asText()).isEqualTo("RuntimeDefault");
    assertThat(pod.at("/spec/automountServiceAccountToken").asBoolean(true)).isFalse();
    JsonNode own = container.path("securityContext");
    assertThat(own.path("allowPrivilegeEscalation").asBoolean(true)).isFalse();
    assertThat(own.path("readOnlyRootFilesystem").asBoolean()).isTrue();
    assertThat(own.at("/capabilities/drop/0").asText()).isEqualTo("ALL");
  }

  @Test
  void everyMountHasItsVolume() {
    Set<String> volumes = new TreeSet<>();
    pod.at("/spec/volumes").forEach(volume -> volumes.add(volume.path("name").asText()));
    RepositoryFiles.yaml(BASE + "statefulset.yaml")
        .at("/spec/volumeClaimTemplates")
        .forEach(claim -> volumes.add(claim.at("/metadata/name").asText()));
    Map<String, String> mounts = mounts();
    assertThat(volumes).isEqualTo(new TreeSet<>(mounts.values()));
    assertThat(mounts).containsEntry("/tmp", "tmp").containsEntry("/var/lib/flowstan", "state");
  }

  @Test
  void theSettingsAreReadAndFitThePod() throws Exception {
    ServiceConfig config =
        ServiceConfig.read(RepositoryFiles.ROOT.resolve(BASE + "generator.yaml"));
    assertThat(container.at("/ports/0/containerPort").asInt()).isEqualTo(config.admin().port());
    assertThat(container.path("args").toString()).contains("--config=/etc/flowstan/generator.yaml");
    Map<String, String> mounts = mounts();
    assertThat(config.streams().stateDirectory().toString())
        .startsWith(path(mounts, "state") + "/");
    assertThat(String.valueOf(config.admin().tokenFile()))
        .isEqualTo(path(mounts, "admin") + "/token");
    assertThat(RepositoryFiles.yaml(BASE + "statefulset.yaml").at("/spec/replicas").asInt())
        .isBetween(1, config.topics().partitions());
  }

  @Test
  void probesAskWhatTheServiceAnswersAndStopsAreWaitedFor() {
    assertThat(container.at("/livenessProbe/httpGet/path").asText()).isEqualTo("/livez");
    assertThat(container.at("/startupProbe/httpGet/path").asText()).isEqualTo("/livez");
    assertThat(container.at("/readinessProbe/httpGet/path").asText()).isEqualTo("/readyz");
    assertThat(pod.at("/spec/terminationGracePeriodSeconds").asInt())
        .isGreaterThanOrEqualTo(2 * LONGEST_STOP_SECONDS);
  }

  @Test
  void everySelectorFindsThePod() {
    JsonNode labels = pod.at("/metadata/labels");
    Map<String, String> selectors = new TreeMap<>();
    selectors.put("statefulset.yaml", "/spec/selector/matchLabels");
    selectors.put("service.yaml", "/spec/selector");
    selectors.put("disruption-budget.yaml", "/spec/selector/matchLabels");
    selectors.put("network-policy.yaml", "/spec/podSelector/matchLabels");
    selectors.forEach(
        (file, pointer) ->
            RepositoryFiles.yaml(BASE + file)
                .at(pointer)
                .properties()
                .forEach(
                    entry ->
                        assertThat(labels.path(entry.getKey()))
                            .as(file)
                            .isEqualTo(entry.getValue())));
  }

  private Map<String, String> mounts() {
    Map<String, String> mounts = new TreeMap<>();
    container
        .path("volumeMounts")
        .forEach(
            mount -> mounts.put(mount.path("mountPath").asText(), mount.path("name").asText()));
    return mounts;
  }

  private static String path(Map<String, String> mounts, String volume) {
    return mounts.entrySet().stream()
        .filter(mount -> mount.getValue().equals(volume))
        .map(Map.Entry::getKey)
        .findFirst()
        .orElse("no mount of " + volume);
  }

  private static Set<String> texts(JsonNode node, String field) {
    Set<String> texts = new TreeSet<>();
    node.path(field).forEach(text -> texts.add(text.asText()));
    return texts;
  }

  private static Set<String> files(String folder, String ending) throws IOException {
    try (Stream<Path> files = Files.list(RepositoryFiles.ROOT.resolve(folder))) {
      List<String> names = new ArrayList<>();
      files.forEach(file -> names.add(String.valueOf(file.getFileName())));
      names.removeIf(name -> !name.endsWith(ending));
      return new TreeSet<>(names);
    }
  }
}
