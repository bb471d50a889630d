package io.flowstan.trainer.report;

/**
 * Who was compared with the recorded hosts.
 *
 * @param key by which figures name it
 * @param title what reports print
 * @param draws sets of hosts that were compared
 * @param hosts in each of them
 * @param flows of each of them, mean
 */
public record Contestant(String key, String title, Role role, int draws, int hosts, double flows) {
  /** Key of the floor. */
  public static final String FLOOR = "floor";

  /** Key of the model, or of the synthetic table that is judged in its place. */
  public static final String MODEL = "model";

  /** What a contender is there for. */
  public enum Role {
    /** Recorded training hosts: how much recorded hosts differ among themselves. */
    FLOOR,
    /** What is judged. */
    JUDGED,
    /** What the judged one has to beat. */
    BASELINE
  }
}
