package io.flowstan.trainer.stan;

import static org.assertj.core.api.Assertions.assertThat;

import io.flowstan.codec.Memory;
import io.flowstan.flow.Flow;
import io.flowstan.io.FlowFormat;
import io.flowstan.io.FlowWriter;
import io.flowstan.io.OnError;
import io.flowstan.trainer.command.HostSplit;
import io.flowstan.trainer.command.PreparedModel;
import io.flowstan.trainer.command.Provenance;
import io.flowstan.trainer.command.TrainingRequest;
import io.flowstan.trainer.data.HostFlows;
import io.flowstan.trainer.evaluate.SmallTraffic;
import io.flowstan.trainer.optimise.DjlEngine;
import io.flowstan.trainer.optimise.TrainingListener;
import io.flowstan.trainer.optimise.TrainingLoop;
import io.flowstan.trainer.optimise.TrainingResult;
import io.flowstan.trainer.optimise.TrainingSettings;
import io.flowstan.trainer.tensor.DjlOps;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class StanTrainingTest {
  private final Path folder;

  StanTrainingTest(@TempDir Path folder) {
    this.folder = folder;
  }

  @Test
  void recordedFlowsBecomeABundleThatGivesWhatTheTrainerGave() throws IOException {
    // Given three hosts, one of them held out
    HostFlows data = SmallTraffic.of(1, 3, 60);
    Path table = folder.resolve("flows.csv");
    write(data, table);
    List<Integer> hosts = List.copyOf(data.byHost().keySet());
    TrainingRequest request =
        new TrainingRequest(
            table,
            new HostSplit(hosts.subList(0, 2), hosts.subList(2, 3)),
            OnError.FAIL,
            1,
            20,
            Memory.FULL,
            50);
    PreparedModel model = new StanModelBuilder(SmallStan.SHAPE).prepare(request);
    TrainingResult result =
        new TrainingLoop(
                DjlEngine.start(1),
                DjlOps::new,
                model.objective(),
                TrainingSettings.of(1, 1),
                System::nanoTime,
                TrainingListener.SILENT)
            .run(null);
    // When it is exported, which compares trainer and graph
    model.export(
        result,
        new Provenance("a test", "0", "17", "none", List.of(), Map.of()),
        folder.resolve("stan.zip"));
    // Then the bundle has the rows of a pass and the extras of both protocols
    StanExtras extras = StanModel.open(folder.resolve("stan.zip")).extras();
    assertThat(extras.rows()).isEqualTo(50);
    assertThat(extras.extras()).extracting(StanExtras.Extra::protocol).containsExactly(6, 17);
    assertThat(result.flows()).isEqualTo(50);
  }

  private static void write(HostFlows data, Path table) throws IOException {
    List<Flow> flows = new ArrayList<>();
    data.byHost().values().forEach(flows::addAll);
    flows.sort(Comparator.comparingLong(Flow::endSecond));
    try (FlowWriter writer = FlowWriter.open(table, FlowFormat.UGR16)) {
      for (Flow flow : flows) {
        writer.write(flow);
      }
      writer.commit();
    }
  }
}
