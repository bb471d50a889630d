package io.flowstan.trainer.command;

import static org.assertj.core.api.Assertions.assertThat;

import io.flowstan.trainer.optimise.EpochReport;
import io.flowstan.trainer.optimise.NatsPerFlow;
import java.util.LinkedHashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;

class EpochLinesTest {
  @Test
  void anEpochIsOneLineWithEveryAttribute() {
    Map<String, Double> sums = new LinkedHashMap<>();
    sums.put("delta", 250.0);
    sums.put("bytes", 500.0);
    EpochReport report =
        new EpochReport(
            0,
            800,
            new NatsPerFlow(100, Map.of("delta", 800.0)),
            new NatsPerFlow(100, sums),
            0.002,
            8412.4,
            130,
            3700,
            true);
    assertThat(EpochLines.line(report))
        .isEqualTo(
            "epoch 1: nats/flow train 8.0000 validation 7.5000* (delta 2.500 bytes 5.000),"
                + " 8412 flows/s, 2m10s elapsed, 1h01m left");
  }
}
