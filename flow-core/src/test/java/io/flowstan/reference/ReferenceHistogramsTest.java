package io.flowstan.reference;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.flowstan.bundle.Bundle;
import io.flowstan.bundle.BundleException;
import io.flowstan.bundle.BundleWriter;
import io.flowstan.flow.Flow;
import io.flowstan.flow.IpProtocol;
import io.flowstan.flow.Ipv4;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ReferenceHistogramsTest {
  private static final int HOST = Ipv4.parse("42.219.1.7");

  @Test
  void aTableIsCountedByAttributeAndBin() {
    // Given
    FlowCounts counts = new FlowCounts();
    counts.add(HOST, List.of(flow(100, 80), flow(104, 80), flow(104, 53)));
    // When
    ReferenceHistograms reference = counts.histograms();
    // Then
    assertThat(reference.of("service-port")).isEqualTo(Map.of("53", 1L, "80", 2L));
    assertThat(reference.of("gap-seconds"))
        .as("the first flow has no gap")
        .isEqualTo(Map.of("-", 1L, "2", 1L));
    assertThat(reference.of("label")).isEqualTo(Map.of("background", 3L));
    assertThat(reference.share(FlowAttribute.SERVICE_PORT, 80)).isEqualTo(2 / 3.0);
  }

  @Test
  void rarePortsShareOneBin() {
    // Given 1,000 ports, each as often as its number
    List<Flow> flows = new ArrayList<>();
    for (int port = 1; port <= 1_000; port++) {
      for (int i = 0; i < port; i++) {
        flows.add(flow(100, port));
      }
    }
    FlowCounts counts = new FlowCounts();
    counts.add(HOST, flows);
    // When
    Map<String, Long> ports = counts.histograms().of("service-port");
    // Then the 256 most frequent have a bin, and no flow is lost
    assertThat(ports).hasSize(FlowCounts.PORTS + 1).containsEntry("1000", 1_000L);
    assertThat(ports).doesNotContainKey("744").containsEntry("745", 745L);
    assertThat(ports.values().stream().mapToLong(Long::longValue).sum()).isEqualTo(500_500);
  }

  @Test
  void aManifestKeepsThem(@TempDir Path folder) throws IOException {
    // Given
    FlowCounts counts = new FlowCounts();
    counts.add(HOST, List.of(flow(100, 80)));
    // When
    Bundle bundle =
        new BundleWriter("some")
            .section("reference", counts.histograms())
            .write(folder.resolve("some.zip"));
    // Then
    assertThat(ReferenceHistograms.of(bundle.manifest())).isEqualTo(counts.histograms());
  }

  @Test
  void aBundleMayHaveNone(@TempDir Path folder) throws IOException {
    Bundle bundle = new BundleWriter("some").write(folder.resolve("some.zip"));
    assertThat(ReferenceHistograms.of(bundle.manifest())).isNull();
  }

  @Test
  void theShippedBundleHasThem() throws IOException {
    ReferenceHistograms reference =
        Objects.requireNonNull(ReferenceHistograms.of(Bundle.openDefault().manifest()));
    assertThat(new ReferenceBins(reference).keys())
        .contains("bytes", "gap-seconds", "label", "peer-first-octet", "protocol");
  }

  @Test
  void aBinThatThereIsNotIsRefused(@TempDir Path folder) throws IOException {
    Bundle bundle =
        new BundleWriter("some")
            .section("reference", Map.of("direction", Map.of("up", 3)))
            .write(folder.resolve("some.zip"));
    assertThatThrownBy(() -> ReferenceHistograms.of(bundle.manifest()))
        .isInstanceOf(BundleException.class)
        .hasMessageContaining("'some'")
        .hasMessageContaining("direction: no bin 'up'");
  }

  @Test
  void attributesOfLaterVersionsArePassedOver(@TempDir Path folder) throws IOException {
    Bundle bundle =
        new BundleWriter("some")
            .section("reference", Map.of("jitter", Map.of("x", 3)))
            .write(folder.resolve("some.zip"));
    ReferenceHistograms reference =
        Objects.requireNonNull(ReferenceHistograms.of(bundle.manifest()));
    assertThat(new ReferenceBins(reference).keys()).isEmpty();
  }

  @Test
  void aCopyOfABundleDiffersInTheSectionSetAnewAlone(@TempDir Path folder) throws IOException {
    // Given
    Bundle shipped = Bundle.openDefault();
    FlowCounts counts = new FlowCounts();
    counts.add(HOST, List.of(flow(100, 80)));
    // When
    Bundle copy =
        BundleWriter.of(shipped)
            .section("reference", counts.histograms())
            .write(folder.resolve("copy"));
    // Then
    assertThat(copy.manifest().files()).isEqualTo(shipped.manifest().files());
    assertThat(copy.manifest().graphs()).isEqualTo(shipped.manifest().graphs());
    assertThat(copy.manifest().profiles()).isEqualTo(shipped.manifest().profiles());
    assertThat(copy.manifest().provenance()).isEqualTo(shipped.manifest().provenance());
    assertThat(ReferenceHistograms.of(copy.manifest())).isEqualTo(counts.histograms());
  }

  private static Flow flow(long endSecond, int port) {
    return new Flow(
        endSecond,
        0,
        HOST,
        Ipv4.parse("8.8.4.4"),
        50_000,
        port,
        IpProtocol.UDP,
        0,
        0,
        0,
        1,
        60,
        "background");
  }
}
