package io.flowstan.trainer.stan;

import io.flowstan.io.HostList;
import io.flowstan.trainer.command.Architecture;
import io.flowstan.trainer.command.ModelBuilder;
import io.flowstan.trainer.command.PreparedModel;
import io.flowstan.trainer.command.TrainingRequest;
import io.flowstan.trainer.data.HostFlows;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/** Prepares STAN from recorded flows: a sample of rows a pass, and a tenth as many held out. */
public final class StanModelBuilder implements ModelBuilder {
  /** Training rows for each held-out row. */
  private static final int ROWS_PER_HELD_OUT = 10;

  private final StanShape shape;

  /** The published sizes. */
  public StanModelBuilder() {
    this(StanShape.published());
  }

  StanModelBuilder(StanShape shape) {
    this.shape = shape;
  }

  @Override
  public Architecture architecture() {
    return Architecture.STAN;
  }

  @Override
  public PreparedModel prepare(TrainingRequest request) throws IOException {
    List<Integer> all = new ArrayList<>(request.hosts().training());
    all.addAll(request.hosts().validation());
    HostFlows data = HostFlows.read(request.flows(), new HostList(all), request.onError());
    HostFlows training = data.of(request.hosts().training());
    HostFlows validation = data.of(request.hosts().validation());
    int heldOut = Math.max(1, request.rows() / ROWS_PER_HELD_OUT);
    return new StanTraining(
        shape,
        data,
        training,
        new StanBatches(training, request.rows(), request.batch()),
        new StanBatches(validation, heldOut, request.batch()),
        request.seed());
  }
}
