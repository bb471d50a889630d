package io.flowstan.service.control;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.flowstan.avro.AckOutcome;
import io.flowstan.avro.ControlCommand;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Deque;
import java.util.Iterator;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What a task remembers of commands: the last id, the outcomes of the latest, so that a repeated
 * command is answered as the first time, and the commands whose simulated time has not come.
 */
public final class CommandLedger {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final int REMEMBERED = 64;
  private static final Comparator<Command> BY_TIME =
      Comparator.comparingLong(CommandLedger::timeOf).thenComparingLong(Command::id);

  private final Deque<Taken> latest = new ArrayDeque<>();
  private final List<Command> pending = new ArrayList<>();
  private long lastId = Long.MIN_VALUE;

  /**
   * What became of a command.
   *
   * @param id its id
   * @param outcome what was done
   * @param reason why it was refused; null where it was not
   */
  public record Taken(long id, AckOutcome outcome, @Nullable String reason) {}

  /** Id of the last command taken; Long.MIN_VALUE before the first. */
  public long lastId() {
    return lastId;
  }

  /** What became of the command with {@code id}, null where that is not remembered. */
  public @Nullable Taken find(long id) {
    return latest.stream().filter(taken -> taken.id() == id).findFirst().orElse(null);
  }

  /** Remembers what became of a command, in the place of what was known of it. */
  public void note(Taken taken) {
    lastId = Math.max(lastId, taken.id());
    latest.removeIf(known -> known.id() == taken.id());
    latest.addLast(taken);
    if (latest.size() > REMEMBERED) {
      latest.removeFirst();
    }
  }

  /** Keeps a command until its simulated time. */
  public void keep(Command command) {
    pending.add(command);
    pending.sort(BY_TIME);
  }

  /** Number of commands that are kept. */
  public int pending() {
    return pending.size();
  }

  /** Simulated time of the first command that is kept; Long.MAX_VALUE where there is none. */
  public long nextMs() {
    return pending.isEmpty() ? Long.MAX_VALUE : timeOf(pending.get(0));
  }

  /** Takes out the commands whose time has come, the earliest first. */
  public List<Command> takeDue(long simulatedMs) {
    if (nextMs() > simulatedMs) {
      return List.of();
    }
    List<Command> due = new ArrayList<>();
    for (Iterator<Command> commands = pending.iterator(); commands.hasNext(); ) {
      Command command = commands.next();
      if (timeOf(command) <= simulatedMs) {
        due.add(command);
        commands.remove();
      }
    }
    return due;
  }

  /** The bytes that {@link #fromBytes} reads: JSON, UTF-8. */
  public byte[] toBytes() {
    ObjectNode tree = JsonNodeFactory.instance.objectNode();
    tree.put("lastId", lastId);
    ArrayNode outcomes = tree.putArray("latest");
    for (Taken taken : latest) {
      outcomes
          .addObject()
          .put("id", taken.id())
          .put("outcome", taken.outcome().name())
          .put("reason", taken.reason());
    }
    ArrayNode kept = tree.putArray("pending");
    pending.forEach(command -> kept.add(CommandJson.write(command.record())));
    try {
      return JSON.writeValueAsBytes(tree);
    } catch (IOException e) {
      throw new UncheckedIOException("commands " + tree + " cannot be written", e);
    }
  }

  /**
   * Reads what {@link #toBytes} wrote.
   *
   * @throws IllegalArgumentException where the bytes are damaged
   */
  public static CommandLedger fromBytes(byte[] bytes) {
    CommandLedger ledger = new CommandLedger();
    try {
      JsonNode tree = JSON.readTree(bytes);
      for (JsonNode taken : tree.path("latest")) {
        JsonNode reason = taken.path("reason");
        ledger.note(
            new Taken(
                taken.path("id").asLong(),
                AckOutcome.valueOf(taken.path("outcome").asText()),
                reason.isTextual() ? reason.asText() : null));
      }
      for (JsonNode command : tree.path("pending")) {
        ControlCommand record = CommandJson.read(command, 0);
        ledger.keep(Command.of(record));
      }
      ledger.lastId = tree.path("lastId").asLong(Long.MIN_VALUE);
    } catch (IOException e) {
      throw new IllegalArgumentException(
          "stored commands of " + bytes.length + " bytes are damaged", e);
    }
    return ledger;
  }

  private static long timeOf(Command command) {
    Long effectiveMs = command.effectiveMs();
    return effectiveMs == null ? Long.MIN_VALUE : effectiveMs;
  }
}
