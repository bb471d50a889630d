package io.flowstan.trainer.privacy.attack;

/**
 * What an attack says of one host and one target, beside the truth.
 *
 * @param host the host's address
 * @param member whether its flows were in the target's training
 * @param score higher where the attack holds it for a member
 */
public record Guess(int host, boolean member, double score) {
  public Guess {
    if (!Double.isFinite(score)) {
      throw new IllegalArgumentException(
          "guess of host "
              + io.flowstan.flow.Ipv4.format(host)
              + ": score "
              + score
              + ": expected a finite number");
    }
  }
}
