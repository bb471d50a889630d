package io.flowstan.trainer.privacy.shadow;

import io.flowstan.cli.FailureException;
import io.flowstan.trainer.privacy.shadow.ShadowFolder.ModelFiles;
import io.flowstan.trainer.table.FlowTable;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * What finished shadow models say: losses of all hosts, and flows that they made.
 *
 * @param losses by model, the hosts in the plan's order
 * @param control what the hosts cost the positive control
 * @param samples by model
 * @param controlSample flows that the positive control made
 */
public record ShadowResults(
    ShadowPlan plan,
    List<List<HostLoss>> losses,
    List<HostLoss> control,
    List<FlowTable> samples,
    FlowTable controlSample) {

  /** The plan of a folder all of whose models are finished. */
  public static ShadowPlan finishedPlan(Path path) throws IOException {
    ShadowFolder folder = new ShadowFolder(path);
    ShadowPlan plan = folder.plan();
    for (int k = 0; k < plan.settings().models(); k++) {
      finished(path, folder.model(k));
    }
    finished(path, folder.control());
    return plan;
  }

  /**
   * Reads a folder.
   *
   * @param startSecond midnight before the recorded flows
   */
  public static ShadowResults read(Path path, long startSecond) throws IOException {
    ShadowFolder folder = new ShadowFolder(path);
    ShadowPlan plan = folder.plan();
    List<List<HostLoss>> losses = new ArrayList<>();
    List<FlowTable> samples = new ArrayList<>();
    for (int k = 0; k < plan.settings().models(); k++) {
      ModelFiles files = finished(path, folder.model(k));
      losses.add(losses(files, plan));
      samples.add(ShadowSample.read(files.sample(), files.sampleHosts(), startSecond));
    }
    ModelFiles control = finished(path, folder.control());
    return new ShadowResults(
        plan,
        losses,
        losses(control, plan),
        samples,
        ShadowSample.read(control.sample(), control.sampleHosts(), startSecond));
  }

  /**
   * The shadows that tell of shadow {@code target}: all but itself and the other one of its pair.
   * Each host is then in exactly half of them, so that the numbers of models with and without it
   * say nothing of whether it is in the target.
   */
  public static List<Integer> references(int models, int target) {
    List<Integer> references = new ArrayList<>();
    for (int k = 0; k < models; k++) {
      if (k / 2 != target / 2) {
        references.add(k);
      }
    }
    return references;
  }

  private static ModelFiles finished(Path path, ModelFiles files) {
    if (!files.isFinished()) {
      throw new FailureException(
          path
              + ": "
              + files.folder().getFileName()
              + " is not finished: run flowstan shadows again with the same options");
    }
    return files;
  }

  private static List<HostLoss> losses(ModelFiles files, ShadowPlan plan) throws IOException {
    List<HostLoss> losses = ShadowFolder.losses(files.losses());
    List<String> here = losses.stream().map(HostLoss::address).toList();
    List<String> planned = plan.hosts().stream().map(ShadowPlan.PlannedHost::address).toList();
    if (!here.equals(planned)) {
      throw new FailureException(
          files.losses() + ": not of the planned hosts: make the shadows again");
    }
    return losses;
  }
}
