package io.flowstan.trainer.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.flowstan.codec.CodecSpec;
import io.flowstan.codec.HostContext;
import io.flowstan.testing.CodecGolden;
import io.flowstan.testing.ModelRow;
import io.flowstan.trainer.data.SegmentBatches.ContextNoise;
import io.flowstan.trainer.network.TinyModel;
import io.flowstan.trainer.optimise.HostTensor;
import io.flowstan.trainer.optimise.TrainingBatch;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Iterator;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SegmentBatchesTest {
  private final List<ModelRow> served =
      ModelRow.served(
          TinyModel.codec(), CodecGolden.HOST, CodecGolden.START_SECOND, CodecGolden.flows());

  @Test
  void theTrainerSeesTheStoredRows() throws IOException {
    TrainingBatch batch = whole(TinyModel.sequence(CodecGolden.flows()));

    CodecGolden.assertSame(new BatchRows(batch).rows(served));
  }

  @Test
  void theTrainerSeesWhatTheServerSees() {
    TrainingBatch batch = whole(TinyModel.sequence(CodecGolden.flows()));

    assertThat(new BatchRows(batch).rows(served)).usingRecursiveComparison().isEqualTo(served);
  }

  @Test
  void theReferredFlowIsTheOneThatTheServerLooksUp() {
    BatchRows rows = new BatchRows(whole(TinyModel.sequence(CodecGolden.flows())));

    for (int n = 0; n < served.size(); n++) {
      assertThat(rows.referred(n)).as("flow %d", n).isEqualTo(lookedUp(served.get(n)));
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 63, 64, 65, 100, 127, 128})
  void aShuffledPassHasEveryFlowOnce(int flows) {
    HostSequence host = TinyModel.sequence(3, flows);
    SegmentBatches batches = new SegmentBatches(List.of(host), 1);
    for (long key = 0; key < 200; key++) {
      List<float[]> seen = new ArrayList<>();
      int count = 0;
      for (Iterator<TrainingBatch> pass = batches.shuffled(key); pass.hasNext(); count++) {
        List<float[]> now = nowOfWeightOne(pass.next());
        // a batch of padding alone has a loss of 0 / 0
        assertThat(now).as("key %d", key).isNotEmpty();
        seen.addAll(now);
      }
      assertThat(seen.size()).as("key %d", key).isEqualTo(flows);
      assertThat(count).isEqualTo(batches.count());
    }
  }

  @Test
  void anAbsentContextHidesTheTicksAlone() {
    HostSequence host = TinyModel.sequence(3, 400);
    TrainingBatch seen = new SegmentBatches(List.of(host), 50).shuffled(5).next();
    TrainingBatch hidden =
        new SegmentBatches(List.of(host), 50, new ContextNoise(1, 0, 0, 0), 1).shuffled(5).next();

    seen.inputs()
        .forEach(
            (name, tensor) -> {
              if (name.equals("ticks")) {
                assertThat(floats(hidden, name)).containsOnly(0);
                assertThat(floats(seen, name)).contains(1);
              } else {
                assertThat(hidden.inputs().get(name))
                    .as(name)
                    .usingRecursiveComparison()
                    .isEqualTo(tensor);
              }
            });
  }

  /**
   * A view of x with deviation s is x + s e; the best guess of x from it is the view by 1 + s^2.
   * Over 200 segments standard errors are .028 and .02: bars at 5 of them.
   */
  @Test
  void aBlurredProfileIsTheGuessFromANoisyView() {
    List<HostSequence> host = List.of(TinyModel.sequence(3, 12_800));
    TrainingBatch blurred =
        new SegmentBatches(host, 300, new ContextNoise(0, 0, 0, 0.5), 1).shuffled(5).next();

    float[] profiles = floats(blurred, "profile");
    int segments = profiles.length / 2 / SegmentBatches.SEGMENT;
    assertThat(segments).isGreaterThan(190);
    for (int feature = 0; feature < 2; feature++) {
      double mean = 0;
      double square = 0;
      for (int s = 0; s < segments; s++) {
        double value = profiles[s * SegmentBatches.SEGMENT * 2 + feature];
        mean += value / segments;
        square += value * value / segments;
      }
      double exact = TinyModel.profile()[feature];
      assertThat(mean).isCloseTo(exact / 1.25, within(0.15));
      assertThat(Math.sqrt(square - mean * mean)).isCloseTo(0.4, within(0.1));
    }
  }

  @Test
  void strayRowsChangeWhatIsSeenAlone() {
    List<HostSequence> hosts = List.of(TinyModel.sequence(3, 400), TinyModel.sequence(4, 400));
    TrainingBatch own = new SegmentBatches(hosts, 50).shuffled(5).next();
    TrainingBatch stray =
        new SegmentBatches(hosts, 50, new ContextNoise(0, 0, 1, 0), 1).shuffled(5).next();

    own.inputs()
        .forEach(
            (name, tensor) -> {
              if (name.startsWith("seen_")) {
                assertThat(stray.inputs().get(name))
                    .as(name)
                    .usingRecursiveComparison()
                    .isNotEqualTo(tensor);
              } else {
                assertThat(stray.inputs().get(name))
                    .as(name)
                    .usingRecursiveComparison()
                    .isEqualTo(tensor);
              }
            });
  }

  @Test
  void aNewPeersOctetCountsForTheFlowsThatItBrings() {
    HostSequence host = TinyModel.sequence(3, 400);

    float[] once = floats(whole(host), "octet_weight");
    float[] often =
        floats(
            new SegmentBatches(List.of(host), 100, ContextNoise.NONE, 400).inOrder().next(),
            "octet_weight");

    // every flow is with a peer that some flow introduced
    double flows = 0;
    for (int i = 0; i < once.length; i++) {
      flows += often[i];
      assertThat(once[i]).isEqualTo(Math.min(1, often[i]));
    }
    assertThat(flows).isEqualTo(400);
  }

  private static TrainingBatch whole(HostSequence host) {
    return new SegmentBatches(List.of(host), 100).inOrder().next();
  }

  private static List<float[]> nowOfWeightOne(TrainingBatch batch) {
    float[] weight = floats(batch, "weight");
    float[] now = floats(batch, "now");
    List<float[]> rows = new ArrayList<>();
    for (int n = 0; n < weight.length; n++) {
      if (weight[n] == 1) {
        rows.add(Arrays.copyOfRange(now, n * 12, n * 12 + 12));
      }
    }
    return rows;
  }

  private static float[] lookedUp(ModelRow row) {
    float[] found = new float[HostContext.ROW_FEATURES + HostContext.ROW_CODES];
    int event = (int) row.targets()[1];
    if (event == CodecSpec.NEW_PEER) {
      return found;
    }
    boolean reply = event < CodecSpec.REPLIES;
    int place = reply ? CodecSpec.HISTORY - 1 - event : event - CodecSpec.REPLIES;
    float[] features = reply ? row.history() : row.peers();
    int width = reply ? HostContext.ROW_FEATURES : HostContext.PEER_FEATURES;
    System.arraycopy(features, place * width, found, 0, HostContext.ROW_FEATURES);
    long[] codes = reply ? row.historyCodes() : row.peerCodes();
    for (int c = 0; c < HostContext.ROW_CODES; c++) {
      found[HostContext.ROW_FEATURES + c] = codes[place * HostContext.ROW_CODES + c];
    }
    return found;
  }

  private static float[] floats(TrainingBatch batch, String name) {
    if (batch.inputs().get(name) instanceof HostTensor.Floats tensor) {
      return tensor.values();
    }
    throw new AssertionError("no float32 tensor " + name);
  }
}
