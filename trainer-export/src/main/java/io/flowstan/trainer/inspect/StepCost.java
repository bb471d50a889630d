package io.flowstan.trainer.inspect;

import io.flowstan.bundle.Bundle;
import io.flowstan.bundle.BundleException;
import io.flowstan.codec.ModelContract;
import io.flowstan.trainer.inspect.ModelSummary.GraphSummary;

/** What a flow costs. */
public final class StepCost {
  private StepCost() {}

  /**
   * Multiply-adds of the step graph for one flow.
   *
   * @throws BundleException where a graph cannot be read
   */
  public static long of(Bundle bundle) throws BundleException {
    GraphSummary step = new InspectedModel(bundle).summary().graphs().get(ModelContract.STEP);
    Long cost = step == null ? null : step.multiplyAdds().perRow();
    if (cost == null) {
      throw new BundleException(
          bundle + ": the cost of graph " + ModelContract.STEP + " is not known");
    }
    return cost;
  }
}
