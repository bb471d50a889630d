package io.flowstan.codec;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.flowstan.flow.Flow;
import io.flowstan.testing.CodecGolden;
import io.flowstan.testing.HostStory;
import io.flowstan.testing.ModelRow;
import io.flowstan.testing.SmallVocabulary;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.HexFormat;
import java.util.List;
import org.junit.jupiter.api.Test;

class HostContextTest {
  private final CodecSpec spec = SmallVocabulary.spec();
  private final FlowCodec codec = new FlowCodec(spec);
  private final CodedFlow coded = new CodedFlow();

  @Test
  void theServerSeesTheStoredRows() throws IOException {
    CodecGolden.assertSame(
        ModelRow.served(spec, CodecGolden.HOST, CodecGolden.START_SECOND, CodecGolden.flows()));
  }

  @Test
  void aContextThatIsReadBackGoesOnTheSame() {
    List<Flow> flows = HostStory.of(spec, 11, 260);
    HostContext whole = new HostContext(HostStory.HOST, CodecGolden.START_SECOND);
    for (int step = 0; step < 200; step++) {
      HostContext restored = HostContext.read(ByteBuffer.wrap(whole.write()));
      assertThat(restored.write()).as("after step %d", step).isEqualTo(whole.write());
      assertThat(ModelRow.of(spec, restored))
          .as("after step %d", step)
          .usingRecursiveComparison()
          .isEqualTo(ModelRow.of(spec, whole));
      // a few steps further on, what was read back must still be the same
      HostContext ahead = HostContext.read(ByteBuffer.wrap(whole.write()));
      for (Flow flow : flows.subList(step, step + 60)) {
        observe(ahead, flow);
      }
      observe(whole, flows.get(step));
      if (step % 20 == 0) {
        HostContext along = HostContext.read(ByteBuffer.wrap(whole.write()));
        flows.subList(step + 1, step + 60).forEach(flow -> observe(along, flow));
        assertThat(along.write()).isEqualTo(ahead.write());
      }
    }
  }

  @Test
  void theStateIsTheStoredBytes() throws IOException {
    HostContext context = new HostContext(CodecGolden.HOST, CodecGolden.START_SECOND);
    CodecGolden.flows().forEach(flow -> observe(context, flow));

    CodecGolden.assertSame(
        "host-state.txt", HexFormat.of().formatHex(context.write()).replaceAll(".{96}", "$0\n"));
  }

  @Test
  void theStateFitsItsBound() {
    HostContext context = new HostContext(HostStory.HOST, CodecGolden.START_SECOND);
    HostStory.of(spec, 12, 2_000).forEach(flow -> observe(context, flow));

    assertThat(context.knownPeers()).isEqualTo(CodecSpec.PEERS);
    assertThat(context.write().length).isLessThan(8_192);
  }

  @Test
  void anotherVersionIsRefused() {
    byte[] state = new HostContext(HostStory.HOST, 0).write();
    state[0] = 9;

    assertThatThrownBy(() -> HostContext.read(ByteBuffer.wrap(state)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage(
            "host state version 9: expected 3; start the host anew or use the release that wrote"
                + " it");
  }

  @Test
  void theSixtyFifthPeerTakesThePlaceOfTheOneUsedLeastRecently() {
    HostContext context = new HostContext(HostStory.HOST, CodecGolden.START_SECOND);
    int first = 8 << 24;
    for (int i = 0; i < CodecSpec.PEERS; i++) {
      observe(context, toPeer(first + i));
    }
    observe(context, toPeer(first));

    observe(context, toPeer(first + CodecSpec.PEERS));

    assertThat(context.knownPeers()).isEqualTo(CodecSpec.PEERS);
    assertThat(context.knowsPeer(first)).isTrue();
    assertThat(context.knowsPeer(first + 1)).isFalse();
    assertThat(context.knowsPeer(first + 2)).isTrue();
    assertThat(context.lastStepWithPeer(1)).isEqualTo(CodecSpec.PEERS);
  }

  @Test
  void ticksOfALongSilenceAreEmpty() {
    HostContext context = new HostContext(HostStory.HOST, CodecGolden.START_SECOND);
    observe(context, toPeer(8 << 24));
    Flow later = toPeer(8 << 24);
    long second = CodecGolden.START_SECOND + 86_400L * 30;
    observe(
        context,
        new Flow(
            second,
            0,
            later.source(),
            later.destination(),
            9,
            9,
            17,
            0,
            0,
            0,
            1,
            28,
            "background"));

    byte[] ticks = new byte[CodecSpec.TICKS * HostContext.TICK_FEATURES];
    context.writeTicks(ticks, 0);

    assertThat(context.tick()).isEqualTo(second / CodecSpec.TICK_SECONDS);
    for (int i = 0; i < ticks.length; i++) {
      assertThat(ticks[i]).isEqualTo((byte) (i % HostContext.TICK_FEATURES == 0 ? 64 : 0));
    }
  }

  private void observe(HostContext context, Flow flow) {
    codec.encode(context, flow, coded);
    codec.observe(context, flow, coded);
  }

  private static Flow toPeer(int peer) {
    return new Flow(
        CodecGolden.START_SECOND,
        0,
        HostStory.HOST,
        peer,
        50_000,
        53,
        17,
        0,
        0,
        0,
        1,
        28,
        "background");
  }
}
