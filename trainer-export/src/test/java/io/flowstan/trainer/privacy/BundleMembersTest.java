package io.flowstan.trainer.privacy;

import static org.assertj.core.api.Assertions.assertThat;

import io.flowstan.bundle.Bundle;
import io.flowstan.io.HostList;
import io.flowstan.testing.SharedData;
import io.flowstan.trainer.command.Provenance.DataFile;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;

class BundleMembersTest {
  @Test
  void hostsOfAnotherListAreAllMembers() throws IOException {
    BundleMembers of =
        BundleMembers.of(Bundle.openDefault().manifest(), List.of(1, 2, 3), "another digest");
    assertThat(of.members()).containsExactlyInAnyOrder(1, 2, 3);
    assertThat(of.heldOut()).isEmpty();
  }

  @Test
  void hostsThatTrainingHeldOutAreNoMembers() throws IOException {
    // Given the list that the shipped bundle was trained on
    Path list = SharedData.file("hosts-train.txt");
    List<Integer> hosts = HostList.read(list).addresses();

    // When
    BundleMembers of =
        BundleMembers.of(Bundle.openDefault().manifest(), hosts, DataFile.of(list).sha256());

    // Then they are as many as the manifest's metrics say, 90 and 10 of 100
    assertThat(of.members()).hasSize(90);
    assertThat(of.heldOut()).hasSize(10).doesNotContainAnyElementsOf(of.members());
  }
}
