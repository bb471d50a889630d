package io.flowstan.codec;

import static org.assertj.core.api.Assertions.assertThat;

import io.flowstan.flow.Flow;
import io.flowstan.profile.PeerTie;
import io.flowstan.testing.HostStory;
import io.flowstan.testing.PropertyTest;
import io.flowstan.testing.SeededFlows;
import io.flowstan.testing.SmallVocabulary;
import java.util.EnumSet;
import java.util.Set;

class PeerTiesTest {

  /** Two ways to the same answer: with the codec's vocabularies and without. */
  @PropertyTest
  void tiesAreThoseThatTheCodecCodes(long seed) {
    CodecSpec spec = SmallVocabulary.spec();
    FlowCodec codec = new FlowCodec(spec);
    HostContext context = new HostContext(HostStory.HOST, SeededFlows.START_SECOND);
    PeerTies ties = new PeerTies(HostStory.HOST);
    CodedFlow coded = new CodedFlow();
    Set<PeerTie> seen = EnumSet.noneOf(PeerTie.class);
    for (Flow flow : HostStory.of(spec, seed, 300)) {
      codec.encode(context, flow, coded);

      PeerTie tie = ties.next(flow);
      assertThat(tie).isEqualTo(coded.tie());
      seen.add(tie);
      codec.observe(context, flow, coded);
    }
    assertThat(seen).containsExactlyInAnyOrder(PeerTie.values());
  }
}
