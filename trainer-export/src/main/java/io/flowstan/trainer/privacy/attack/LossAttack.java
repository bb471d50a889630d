package io.flowstan.trainer.privacy.attack;

/** An attack that sees what hosts' flows cost the target, and reference models of known members. */
public interface LossAttack {
  /** What reports call it. */
  String title();

  /**
   * A score for each host, higher for likelier members; NaN where the references say nothing of a
   * host.
   *
   * @param references at the target's level, see {@link LossTable#levelled}
   * @param target nats a flow by host
   */
  double[] scores(LossTable references, double[] target);
}
