package io.flowstan.trainer.data;

import static org.assertj.core.api.Assertions.assertThat;

import io.flowstan.codec.CodecSpec;
import io.flowstan.codec.FlowCodec;
import io.flowstan.codec.Head;
import io.flowstan.codec.Memory;
import io.flowstan.codec.TargetColumns;
import io.flowstan.flow.Flow;
import io.flowstan.trainer.evaluate.SmallTraffic;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

class MemorylessSequenceTest {
  private final HostFlows data = SmallTraffic.of(1, 1, 200);
  private final int host = data.byHost().keySet().iterator().next();
  private final List<Flow> flows = data.byHost().values().iterator().next();
  private final HostSequence forgetful = sequence(Memory.NONE);
  private final HostSequence full = sequence(Memory.FULL);

  @Test
  void nothingOfEarlierFlowsIsGivenToTheNetwork() {
    assertThat(forgetful.rows).containsOnly(0);
    assertThat(forgetful.peerRows).containsOnly(HostSequence.NOT_SEEN);
    assertThat(forgetful.referred).containsOnly(HostSequence.NOT_SEEN);
    assertThat(forgetful.replies).containsOnly(0);
    assertThat(forgetful.lastPorts).containsOnly(0);
    assertThat(forgetful.ticks).allSatisfy(tick -> assertThat(tick).containsOnly(0));
  }

  @Test
  void everyPeerIsNewAndNothingIsCopied() {
    for (int i = 0; i < forgetful.size(); i++) {
      assertThat(target(forgetful, i, Head.PEER)).isEqualTo(CodecSpec.NEW_PEER);
      assertThat(target(forgetful, i, Head.SERVICE)).isNotEqualTo(CodecSpec.COPY_SERVICE);
    }
  }

  @Test
  void withoutCopiesEveryPeerIsNewAndTheLastFlowsRemain() {
    HostSequence uncopied = sequence(Memory.WITHOUT_COPIES);

    assertThat(uncopied.peerRows).containsOnly(HostSequence.NOT_SEEN);
    assertThat(uncopied.replies).containsOnly(0);
    assertThat(uncopied.lastPorts).containsOnly(0);
    assertThat(uncopied.ticks)
        .usingElementComparator(Arrays::compare)
        .hasSameSizeAs(full.ticks)
        .anySatisfy(tick -> assertThat(tick).isNotEqualTo(new byte[tick.length]));
    for (int i = 0; i < uncopied.size(); i++) {
      assertThat(target(uncopied, i, Head.PEER)).isEqualTo(CodecSpec.NEW_PEER);
      assertThat(target(uncopied, i, Head.BYTES)).isEqualTo(target(full, i, Head.BYTES));
      assertThat(uncopied.serviceOf(i)).isEqualTo(full.serviceOf(i));
    }
  }

  @Test
  void gapsAndTimeOfDayAreThoseOfTheFullSequence() {
    for (int i = 0; i < forgetful.size(); i++) {
      assertThat(target(forgetful, i, Head.GAP)).isEqualTo(target(full, i, Head.GAP));
      // the last four features of the present moment
      for (int f = 8; f < 12; f++) {
        assertThat(forgetful.now[i * 12 + f]).isEqualTo(full.now[i * 12 + f]);
      }
    }
  }

  private HostSequence sequence(Memory memory) {
    FlowCodec codec = new FlowCodec(Vocabularies.of(data, 1));
    return HostSequence.of(codec, host, SmallTraffic.START_SECOND, flows, new float[] {0}, memory);
  }

  private static long target(HostSequence sequence, int flow, Head head) {
    return sequence.targets[flow * TargetColumns.CLASSES + head.column()];
  }
}
