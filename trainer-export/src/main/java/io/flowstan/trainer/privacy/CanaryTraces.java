package io.flowstan.trainer.privacy;

import io.flowstan.flow.Flow;
import io.flowstan.trainer.privacy.shadow.ShadowPlan.Mark;
import io.flowstan.trainer.privacy.shadow.ShadowResults;
import io.flowstan.trainer.report.Privacy.Trace;
import io.flowstan.trainer.table.FlowTable;
import java.util.List;
import java.util.Set;
import java.util.function.BiPredicate;
import java.util.stream.Collectors;

/** The search for canaries' marks in flows that models made, planted against not planted. */
final class CanaryTraces {
  private CanaryTraces() {}

  /** By mark, what was found; nothing where no canary was planted. */
  static List<Trace> of(ShadowResults shadows) {
    if (shadows.plan().marks().isEmpty()) {
      return List.of();
    }
    return List.of(
        trace(shadows, "service port", CanaryTraces::hasPort),
        trace(shadows, "byte count", CanaryTraces::hasBytes));
  }

  private static Trace trace(ShadowResults shadows, String what, BiPredicate<Flow, Mark> carries) {
    long[] hits = new long[2];
    long[] flows = new long[2];
    for (int k = 0; k < shadows.samples().size(); k++) {
      FlowTable sample = shadows.samples().get(k);
      Set<String> planted = plantedIn(shadows, k);
      for (Mark mark : shadows.plan().marks()) {
        int side = planted.contains(mark.host()) ? 0 : 1;
        flows[side] += sample.flows();
        for (List<Flow> stream : sample.byHost().values()) {
          for (Flow flow : stream) {
            hits[side] += carries.test(flow, mark) ? 1 : 0;
          }
        }
      }
    }
    return new Trace(what, hits[0], flows[0], hits[1], flows[1]);
  }

  private static Set<String> plantedIn(ShadowResults shadows, int model) {
    return shadows.plan().hosts().stream()
        .filter(host -> host.canary() && host.models().contains(model))
        .map(host -> host.address())
        .collect(Collectors.toSet());
  }

  private static boolean hasPort(Flow flow, Mark mark) {
    return flow.sourcePort() == mark.port() || flow.destinationPort() == mark.port();
  }

  private static boolean hasBytes(Flow flow, Mark mark) {
    return flow.bytes() == mark.bytes();
  }
}
