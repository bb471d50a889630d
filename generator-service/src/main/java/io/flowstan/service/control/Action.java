package io.flowstan.service.control;

import io.flowstan.service.clock.Pace;
import io.flowstan.service.population.HostGroup;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What a command does to a task. */
public sealed interface Action {
  /** Goes on at another pace. */
  record SetPace(Pace pace) implements Action {}

  /** Simulated time stands still and nothing is sent. */
  record Pause() implements Action {}

  /** Goes on as before the pause. */
  record Resume() implements Action {}

  /**
   * Simulates more hosts: those of the group whose records belong to the task's partition.
   *
   * @param hosts with a start
   */
  record AddHosts(HostGroup hosts) implements Action {}

  /** Ends the streams of hosts. */
  record RemoveHosts(List<Integer> addresses) implements Action {
    public RemoveHosts {
      addresses = List.copyOf(addresses);
    }
  }

  /**
   * Lets hosts go on with another model, each under its own sequence.
   *
   * @param everyHost whether all hosts are swapped, whatever their bundle
   * @param from bundle whose hosts are swapped otherwise; null for the default one
   * @param to the bundle they go on with; null for the default one
   */
  record SwapBundle(boolean everyHost, @Nullable String from, @Nullable String to)
      implements Action {}
}
