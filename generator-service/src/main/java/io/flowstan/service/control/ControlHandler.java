package io.flowstan.service.control;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpHandler;
import io.flowstan.avro.AckOutcome;
import io.flowstan.avro.ClockCommand;
import io.flowstan.avro.ControlAck;
import io.flowstan.avro.ControlCommand;
import io.flowstan.flow.Ipv4;
import io.flowstan.service.registry.RegistryException;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Map;
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
public final class ControlHandler implements HttpHandler {
  private static final int MAX_BODY_BYTES = 256 * 1024;
  private static final Duration PATIENCE = Duration.ofSeconds(15);
  private static final ObjectMapper JSON = new ObjectMapper();

  private final @Nullable String token;
  private final LongSupplier wallClock;
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
   * @param token what commands must carry as a bearer token; null for none
   * @param wallClock milliseconds since the epoch
   */
  public ControlHandler(@Nullable String token, LongSupplier wallClock) {
    this.token = token;
    this.wallClock = wallClock;
  }

  /** Answers for {@code running} from now on. */
  public void serve(Service running) {
    service.set(running);
  }

  @Override
  public void handle(HttpExchange exchange) throws IOException {
    Service running = service.get();
    String method = exchange.getRequestMethod();
    if (!exchange.getRequestURI().getPath().equals("/control")) {
      refuse(exchange, 404, "no such page: expected /control");
    } else if (!isAllowed(exchange)) {
      exchange.getResponseHeaders().set("WWW-Authenticate", "Bearer");
      refuse(exchange, 401, "expected the bearer token of admin.tokenFile");
    } else if (running == null) {
      refuse(exchange, 503, "the service is starting");
    } else if (method.equals("GET")) {
      ObjectNode state = JsonNodeFactory.instance.objectNode();
      state.set("tasks", running.tasks());
      send(exchange, 200, state);
    } else if (method.equals("POST")) {
      post(exchange, running);
    } else {
      exchange.getResponseHeaders().set("Allow", "GET, POST");
      refuse(exchange, 405, "this page only answers GET and POST");
    }
  }

  private void post(HttpExchange exchange, Service running) throws IOException {
    String type = exchange.getRequestHeaders().getFirst("Content-Type");
    if (type == null || !type.split(";", 2)[0].strip().equalsIgnoreCase("application/json")) {
      refuse(exchange, 415, "Content-Type = " + type + ": expected application/json");
      return;
    }
    byte[] body = exchange.getRequestBody().readNBytes(MAX_BODY_BYTES + 1);
    if (body.length > MAX_BODY_BYTES) {
      refuse(exchange, 413, "body: expected at most " + MAX_BODY_BYTES + " bytes");
      return;
    }
    ControlCommand command;
    try {
      JsonNode tree = JSON.readTree(body);
      command = understood(tree, running);
    } catch (JsonProcessingException e) {
      refuse(exchange, 400, "not JSON: " + e.getOriginalMessage());
      return;
    } catch (IllegalArgumentException e) {
      refuse(exchange, 400, String.valueOf(e.getMessage()));
      return;
    }
    try {
      answer(exchange, command, running);
    } catch (KafkaException | RegistryException e) {
      refuse(exchange, 503, "command " + command.getId() + " was not handed in: " + e.getMessage());
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

  private static void answer(HttpExchange exchange, ControlCommand command, Service running)
      throws IOException {
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
    send(exchange, refused ? 409 : all ? 200 : 202, answer);
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

  private boolean isAllowed(HttpExchange exchange) {
    if (token == null) {
      return true;
    }
    List<String> given = exchange.getRequestHeaders().get("Authorization");
    return given != null
        && given.size() == 1
        && MessageDigest.isEqual(
            given.get(0).getBytes(StandardCharsets.UTF_8),
            ("Bearer " + token).getBytes(StandardCharsets.UTF_8));
  }

  private static void refuse(HttpExchange exchange, int status, String reason) throws IOException {
    send(exchange, status, JsonNodeFactory.instance.objectNode().put("error", reason));
  }

  private static void send(HttpExchange exchange, int status, ObjectNode json) throws IOException {
    byte[] body = JSON.writeValueAsBytes(json);
    exchange.getResponseHeaders().set("Content-Type", "application/json");
    exchange.getResponseHeaders().set("X-Content-Type-Options", "nosniff");
    exchange.getResponseHeaders().set("Cache-Control", "no-store");
    exchange.sendResponseHeaders(status, body.length);
    try (OutputStream out = exchange.getResponseBody()) {
      out.write(body);
    }
  }
}
