package io.flowstan.service.control;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.flowstan.avro.AckOutcome;
import io.flowstan.avro.ClockCommand;
import io.flowstan.avro.ControlAck;
import io.flowstan.avro.ControlCommand;
import io.flowstan.flow.Ipv4;
import io.flowstan.service.admin.AdminHandler;
import io.flowstan.service.admin.AdminRequest;
import io.flowstan.service.admin.AdminResponse;
import io.flowstan.service.registry.RegistryException;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.LongSupplier;
import org.apache.kafka.common.KafkaException;
import org.jspecify.annotations.Nullable;

/**
 * Commands over HTTP: {@code POST /control} hands one in and answers what the tasks made of it,
 * {@code GET /control} tells where the tasks of this instance stand.
 *
 * <p>A body must be JSON by its Content-Type, so that no page in a browser can send one unasked.
 */
public final class ControlHandler implements AdminHandler {
  private static final int MAX_UNDER_WAY = 4;
  private static final Duration PATIENCE = Duration.ofSeconds(15);
  private static final ObjectMapper JSON = new ObjectMapper();

  private final LongSupplier wallClock;
  private final Semaphore underWay = new Semaphore(MAX_UNDER_WAY);
  private final AtomicLong lastId = new AtomicLong();
  private final AtomicReference<@Nullable Service> service = new AtomicReference<>();

  /** The running service, as the handler needs it. */
  public interface Service {
    /** Where commands are handed in. */
    ControlDesk desk();

    /** Number of tasks over all instances. */
    int partitions();

    /** Whether a host is assigned. */
    boolean isAssigned(int address);

    /** Simulated time, milliseconds since the epoch; 0 where there is none yet. */
    long simulatedMs();

    /**
     * Id of the last command that a task of this instance took; Long.MIN_VALUE before the first.
     */
    long lastCommandId();

    /** Where the tasks of this instance stand, as JSON. */
    ArrayNode tasks();
  }

  /**
   * @param wallClock milliseconds since the epoch
   */
  public ControlHandler(LongSupplier wallClock) {
    this.wallClock = wallClock;
  }

  /** Answers for {@code running} from now on. */
  public void serve(Service running) {
    service.set(running);
  }

  @Override
  public AdminResponse answer(AdminRequest request) {
    Service running = service.get();
    if (!request.path().equals("/control")) {
      return AdminResponse.refusal(404, "no such page: expected /control");
    }
    if (!request.isReading() && !request.method().equals("POST")) {
      return AdminResponse.methodNotAllowed("GET, HEAD, POST");
    }
    if (running == null) {
      return AdminResponse.refusal(503, "the service is starting");
    }
    if (request.isReading()) {
      ObjectNode state = JsonNodeFactory.instance.objectNode();
      state.set("tasks", running.tasks());
      return AdminResponse.json(200, state);
    }
    if (!underWay.tryAcquire()) {
      return AdminResponse.refusal(429, "too many commands at a time: try again");
    }
    try {
      return post(request, running);
    } finally {
      underWay.release();
    }
  }

  private AdminResponse post(AdminRequest request, Service running) {
    String type = request.header("Content-Type");
    if (type == null || !type.split(";", 2)[0].strip().equalsIgnoreCase("application/json")) {
      return AdminResponse.refusal(415, "Content-Type: expected application/json");
    }
    ControlCommand command;
    try {
      command = understood(JSON.readTree(request.body()), running);
    } catch (JsonProcessingException e) {
      return AdminResponse.refusal(400, "not JSON: " + e.getOriginalMessage());
    } catch (IOException e) {
      return AdminResponse.refusal(400, "not JSON: " + e.getMessage());
    } catch (IllegalArgumentException e) {
      return AdminResponse.refusal(400, String.valueOf(e.getMessage()));
    }
    try {
      return answer(command, running);
    } catch (KafkaException | RegistryException e) {
      return AdminResponse.refusal(
          503, "command " + command.getId() + " was not handed in: " + e.getMessage());
    }
  }

  /** The command with all that the caller left open; refused where it cannot be meant so. */
  private ControlCommand understood(JsonNode tree, Service running) {
    long now = wallClock.getAsLong();
    // above all that were seen, also where another instance's clock is ahead
    long known = Math.max(now, running.lastCommandId() + 1);
    ControlCommand command =
        CommandJson.read(tree, lastId.updateAndGet(last -> Math.max(last + 1, known)));
    if (command.getIssued() == null) {
      command.setIssued(Instant.ofEpochMilli(now));
    }
    if (command.getCommand() == ClockCommand.ADD_HOSTS
        && command.getStart() == null
        && command.getEffective() == null) {
      if (running.simulatedMs() == 0) {
        throw new IllegalArgumentException(
            "add-hosts without a start, and no simulated time yet: expected a start");
      }
      command.setStart(Instant.ofEpochMilli(running.simulatedMs() / 1_000 * 1_000));
    }
    Action action = Command.of(command).action();
    if (action instanceof Action.RemoveHosts remove) {
      for (int address : remove.addresses()) {
        if (!running.isAssigned(address)) {
          throw new IllegalArgumentException(
              "host " + Ipv4.format(address) + " is not assigned: nothing to remove");
        }
      }
    }
    return command;
  }

  private static AdminResponse answer(ControlCommand command, Service running) {
    Map<Integer, ControlAck> acks = running.desk().hand(command, PATIENCE);
    ObjectNode answer = JsonNodeFactory.instance.objectNode().put("id", command.getId());
    AckOutcome outcome = AckOutcome.APPLIED;
    String reason = null;
    ArrayNode tasks = JsonNodeFactory.instance.arrayNode();
    for (ControlAck ack : acks.values()) {
      tasks.add(json(ack));
      if (ack.getOutcome() == AckOutcome.REFUSED) {
        outcome = AckOutcome.REFUSED;
        reason = ack.getReason();
      } else if (outcome == AckOutcome.APPLIED) {
        outcome = ack.getOutcome();
      }
    }
    boolean all = acks.size() >= running.partitions();
    boolean refused = outcome == AckOutcome.REFUSED;
    answer.put("outcome", all || refused ? outcome.name().toLowerCase(Locale.ROOT) : "accepted");
    if (reason != null) {
      answer.put("reason", reason);
    } else if (!all) {
      answer.put(
          "reason",
          acks.size()
              + " of "
              + running.partitions()
              + " tasks answered within "
              + PATIENCE.toSeconds()
              + " s; the others obey when they run");
    }
    answer.set("tasks", tasks);
    return AdminResponse.json(refused ? 409 : all ? 200 : 202, answer);
  }

  private static ObjectNode json(ControlAck ack) {
    ObjectNode tree =
        JsonNodeFactory.instance
            .objectNode()
            .put("partition", ack.getPartition())
            .put("outcome", ack.getOutcome().name().toLowerCase(Locale.ROOT));
    if (ack.getReason() != null) {
      tree.put("reason", ack.getReason());
    }
    Instant simulated = ack.getSimulated();
    if (simulated != null) {
      tree.put("simulatedTime", simulated.toString());
    }
    return tree;
  }
}
