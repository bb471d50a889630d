package io.flowstan.service.control;

import io.flowstan.avro.ControlCommand;
import io.flowstan.flow.Ipv4;
import io.flowstan.flow.Network;
import io.flowstan.service.clock.Pace;
import io.flowstan.service.clock.RateProfile;
import io.flowstan.service.population.HostGroup;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A command that was understood.
 *
 * @param record the command as it came
 * @param action what it does
 */
public record Command(ControlCommand record, Action action) {
  /** The name of the default bundle, where a command or a log names it. */
  public static final String DEFAULT_BUNDLE = "default";

  /** The most hosts that a command may name: more make a record that brokers refuse. */
  static final int MAX_LISTED = 10_000;

  /**
   * Understands a command.
   *
   * @throws IllegalArgumentException where it cannot be meant so
   */
  public static Command of(ControlCommand record) {
    return new Command(record, action(record));
  }

  /** Its identity, greater than that of every command before. */
  public long id() {
    return record.getId();
  }

  /** Simulated time from which it holds, milliseconds since the epoch; null for at once. */
  public @Nullable Long effectiveMs() {
    Instant effective = record.getEffective();
    return effective == null ? null : effective.toEpochMilli();
  }

  /** Wall time at which it was given, milliseconds since the epoch, where that is known. */
  public long issuedMs(long elseMs) {
    Instant issued = record.getIssued();
    return issued == null ? elseMs : issued.toEpochMilli();
  }

  private static Action action(ControlCommand record) {
    return switch (record.getCommand()) {
      case REALTIME -> new Action.SetPace(new Pace.Realtime());
      case MAX -> new Action.SetPace(new Pace.Max());
      case SPEED -> new Action.SetPace(new Pace.Speed(value(record)));
      case RATE -> new Action.SetPace(new Pace.Rate(rate(record)));
      case PAUSE -> new Action.Pause();
      case RESUME -> new Action.Resume();
      case ADD_HOSTS -> new Action.AddHosts(group(record));
      case REMOVE_HOSTS -> new Action.RemoveHosts(addresses(record));
      case SWAP_BUNDLE ->
          new Action.SwapBundle(
              record.getFrom() == null, bundle(record.getFrom()), bundle(record.getBundle()));
      case UNKNOWN -> throw new IllegalArgumentException("command is not known to this version");
    };
  }

  private static RateProfile rate(ControlCommand record) {
    String profile = record.getProfile();
    if (profile != null && record.getValue() != null) {
      throw new IllegalArgumentException("RATE with value and profile: expected one of them");
    }
    return profile == null ? new RateProfile.Constant(value(record)) : RateProfile.parse(profile);
  }

  private static double value(ControlCommand record) {
    Double value = record.getValue();
    if (value == null) {
      throw new IllegalArgumentException(
          record.getCommand() + " without a value: expected a number above 0");
    }
    return value;
  }

  private static HostGroup group(ControlCommand record) {
    List<String> listed = record.getHosts();
    Integer count = record.getCount();
    if ((listed == null || listed.isEmpty()) == (count == null)) {
      throw new IllegalArgumentException("ADD_HOSTS: expected hosts, or a count of them");
    }
    if (count != null && count < 1) {
      throw new IllegalArgumentException("count = " + count + ": expected 1 or more");
    }
    Instant start = record.getStart() == null ? record.getEffective() : record.getStart();
    if (start == null) {
      throw new IllegalArgumentException("ADD_HOSTS: expected a start, or an effective time");
    }
    String network = record.getNetwork();
    Long seed = record.getSeed();
    HostGroup group =
        new HostGroup(
            "",
            count == null ? 0 : count,
            listed == null ? List.of() : listed,
            network == null ? HostGroup.NETWORK : Network.parse(network),
            seed == null ? 1 : seed,
            start,
            bundle(record.getBundle()));
    requireFew(group.addresses());
    return group;
  }

  private static List<Integer> addresses(ControlCommand record) {
    List<String> listed = record.getHosts();
    if (listed == null || listed.isEmpty()) {
      throw new IllegalArgumentException("REMOVE_HOSTS without hosts: expected their addresses");
    }
    requireFew(listed);
    return listed.stream().map(Ipv4::parse).toList();
  }

  private static void requireFew(List<String> listed) {
    if (listed.size() > MAX_LISTED) {
      throw new IllegalArgumentException(
          listed.size()
              + " hosts in one command: expected at most "
              + MAX_LISTED
              + "; give several commands");
    }
  }

  private static @Nullable String bundle(@Nullable String name) {
    return name == null || name.equals(DEFAULT_BUNDLE) ? null : name;
  }
}
