package io.flowstan.trainer.privacy.shadow;

import io.flowstan.trainer.command.Provenance.DataFile;
import java.util.List;

/**
 * What the shadow models are made from and who is in which: the content of {@code shadows.json}. It
 * names hosts, so it belongs beside the data and in no report.
 *
 * @param files the tables and host lists, each table before its list
 * @param canaryModel digest of the bundle that made the canaries' ordinary flows
 * @param hosts recorded ones in the order of the lists, then the canaries
 * @param marks of the canaries, in their order
 */
public record ShadowPlan(
    int formatVersion,
    ShadowSettings settings,
    List<DataFile> files,
    String canaryModel,
    List<PlannedHost> hosts,
    List<Mark> marks) {
  static final int FORMAT_VERSION = 1;

  public ShadowPlan {
    files = List.copyOf(files);
    hosts = List.copyOf(hosts);
    marks = List.copyOf(marks);
  }

  /**
   * A host and the models that are trained on it.
   *
   * @param address dotted quad
   * @param canary whether it is a canary
   * @param models numbers of the shadow models, from 0
   * @param control whether the positive control is trained on it
   */
  public record PlannedHost(String address, boolean canary, List<Integer> models, boolean control) {
    public PlannedHost {
      models = List.copyOf(models);
    }
  }

  /** What only one canary has, see {@link CanaryHost.Mark}. */
  public record Mark(String host, String peer, int port, long bytes) {}
}
