package io.flowstan.io;

import static org.assertj.core.api.Assertions.assertThat;

import io.flowstan.flow.Flow;
import io.flowstan.flow.FlowSource;
import io.flowstan.flow.HostFlow;
import io.flowstan.testing.SharedData;
import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.zip.GZIPInputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The official tables, where they are at hand. */
class OfficialTableTest {
  @TempDir private Path folder;

  @Test
  void anOfficialTableIsWrittenBackToTheByte() throws IOException {
    // Given the official table of the development hosts
    Path official = SharedData.file("ugr16-20160411-dev.csv.gz");
    Path copy = folder.resolve("copy.csv");

    // When every flow is read and written
    try (FlowReader reader = FlowReader.open(official, OnError.FAIL);
        FlowWriter writer = FlowWriter.open(copy, FlowFormat.UGR16)) {
      for (Flow flow = reader.read(); flow != null; flow = reader.read()) {
        writer.write(flow);
      }
      writer.commit();
      assertThat(writer.flows()).isEqualTo(169_974);
    }

    // Then the text is the same
    try (InputStream expected = new GZIPInputStream(Files.newInputStream(official));
        InputStream actual = new BufferedInputStream(Files.newInputStream(copy))) {
      assertThat(actual).hasSameContentAs(expected);
    }
  }

  @Test
  void everyOfficialFlowBelongsToAListedHost() throws IOException {
    Path official = SharedData.file("ugr16-20160411-dev.csv.gz");
    HostList hosts = HostList.read(SharedData.file("hosts-dev.txt"));

    try (RecordedFlows flows = RecordedFlows.ofHosts(official, hosts, OnError.FAIL)) {
      long inStreams = drain(flows);
      assertThat(flows.flowsOfNoHost()).isZero();
      assertThat(inStreams).isGreaterThanOrEqualTo(flows.flows());
      assertThat(flows.hosts()).hasSize(20);
    }
  }

  private static long drain(FlowSource flows) throws IOException {
    long count = 0;
    for (HostFlow flow = flows.next(); flow != null; flow = flows.next()) {
      count++;
    }
    return count;
  }
}
