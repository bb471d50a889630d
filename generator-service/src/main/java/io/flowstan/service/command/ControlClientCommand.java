package io.flowstan.service.command;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.flowstan.avro.ControlCommand;
import io.flowstan.cli.ExitCode;
import io.flowstan.cli.FailureException;
import io.flowstan.cli.FlowstanCommand;
import io.flowstan.cli.OutputOptions;
import io.flowstan.cli.UsageException;
import io.flowstan.service.control.Command;
import io.flowstan.service.control.CommandJson;
import java.io.IOException;
import java.io.PrintWriter;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** The command {@code control}: hands a command to a running service and says what came of it. */
@CommandLine.Command(
    name = "control",
    description = "Steer a running service: pace, hosts, models.",
    footer = {
      "",
      "Commands:",
      "  status                          where the tasks of this instance stand",
      "  realtime | max | speed X        another pace",
      "  rate R                          flows a second; or rate ramp 100 1000 60s, step, sine,",
      "                                  burst, schedule",
      "  pause | resume",
      "  add-hosts ADDRESS...            or --count N [--network CIDR]; [--seed S] [--start TIME]",
      "                                  [--bundle NAME]",
      "  remove-hosts ADDRESS...",
      "  swap-bundle NAME [--from NAME]  NAME as configured under bundles, or default",
      "",
      "The service writes it to every partition of the control topic; each task obeys it once and"
          + " answers. The exit code is 0 where all obeyed or will at their simulated time, else 1."
    })
public final class ControlClientCommand implements FlowstanCommand {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final Duration CONNECT_WITHIN = Duration.ofSeconds(5);
  private static final Duration ANSWER_WITHIN = Duration.ofSeconds(60);

  @Parameters(
      paramLabel = "COMMAND",
      arity = "1..*",
      description = "The command and its arguments.")
  private List<String> words = List.of();

  @Option(
      names = "--admin-url",
      paramLabel = "URL",
      defaultValue = "http://127.0.0.1:9464",
      description = "Admin port of an instance (default: ${DEFAULT-VALUE}).",
      showDefaultValue = CommandLine.Help.Visibility.NEVER)
  @SuppressWarnings("NullAway.Init")
  private URI adminUrl;

  @Option(
      names = "--token-file",
      paramLabel = "FILE",
      description =
          "File whose first line is the bearer token (default: that of FLOWSTAN_ADMIN_TOKEN).")
  private @Nullable Path tokenFile;

  @Option(
      names = "--ca-file",
      paramLabel = "FILE",
      description = "Certificates in PEM that an https address is trusted by (default: the JDK's).")
  private @Nullable Path caFile;

  @Option(
      names = "--id",
      paramLabel = "N",
      description = "Identity; the same one again does nothing (default: the wall clock's).")
  private @Nullable Long id;

  @Option(
      names = "--at",
      paramLabel = "TIME",
      description = "Simulated time (UTC) from which it holds (default: at once).")
  private @Nullable Instant at;

  @Option(names = "--count", paramLabel = "N", description = "Hosts to draw from --network.")
  private @Nullable Integer count;

  @Option(
      names = "--network",
      paramLabel = "CIDR",
      description = "Network that hosts are drawn from (default: 10.0.0.0/8).")
  private @Nullable String network;

  @Option(names = "--seed", paramLabel = "S", description = "Seed of added hosts (default: 1).")
  private @Nullable Long seed;

  @Option(
      names = "--start",
      paramLabel = "TIME",
      description = "Simulated time (UTC) at which added hosts start (default: now).")
  private @Nullable Instant start;

  @Option(names = "--bundle", paramLabel = "NAME", description = "Model of added hosts.")
  private @Nullable String bundle;

  @Option(
      names = "--from",
      paramLabel = "NAME",
      description = "Model whose hosts are swapped (default: all hosts).")
  private @Nullable String from;

  @Mixin private OutputOptions output;

  /** The command; picocli fills it. */
  @SuppressWarnings("NullAway.Init")
  public ControlClientCommand() {}

  @Override
  public Integer call() throws IOException, InterruptedException {
    boolean status = words.get(0).equals("status");
    HttpRequest.Builder request =
        HttpRequest.newBuilder(endpoint())
            .timeout(ANSWER_WITHIN)
            .header("Accept", "application/json");
    String token = AdminToken.read(tokenFile, System.getenv());
    if (token != null) {
      request.header("Authorization", "Bearer " + token);
    }
    if (!status) {
      request
          .header("Content-Type", "application/json")
          .POST(BodyPublishers.ofString(JSON.writeValueAsString(body())));
    }
    HttpResponse<String> response = send(request.build());
    JsonNode answer = json(response);
    output.json(answer);
    PrintWriter people = output.people();
    if (!output.isJson()) {
      print(people, answer, status);
    }
    if (response.statusCode() == 401) {
      throw new FailureException(
          adminUrl + ": the token is missing or wrong; give it by --token-file");
    }
    if (response.statusCode() == 400) {
      throw new UsageException(answer.path("error").asText());
    }
    if (response.statusCode() != 200) {
      String reason = answer.path("reason").asText(answer.path("error").asText());
      throw new FailureException(adminUrl + " (" + response.statusCode() + "): " + reason);
    }
    return ExitCode.DONE;
  }

  private URI endpoint() {
    String scheme = adminUrl.getScheme();
    if (adminUrl.getHost() == null || !("http".equals(scheme) || "https".equals(scheme))) {
      throw new UsageException(
          "--admin-url = " + adminUrl + ": expected an address such as http://127.0.0.1:9464");
    }
    return adminUrl.resolve("/control");
  }

  /** The command as JSON; what can be wrong with it is said before it is sent. */
  private ObjectNode body() {
    ObjectNode tree = JsonNodeFactory.instance.objectNode();
    String name = words.get(0);
    List<String> rest = words.subList(1, words.size());
    tree.put("command", name);
    switch (name) {
      case "speed" -> tree.put("value", number(rest));
      case "rate" -> tree.put("profile", String.join(" ", rest));
      case "add-hosts" -> {
        if (!rest.isEmpty()) {
          rest.forEach(tree.putArray("hosts")::add);
        }
        put(tree, "network", network);
        put(tree, "start", start);
        put(tree, "bundle", bundle);
        if (count != null) {
          tree.put("count", count);
        }
        if (seed != null) {
          tree.put("seed", seed);
        }
      }
      case "remove-hosts" -> rest.forEach(tree.putArray("hosts")::add);
      case "swap-bundle" -> {
        if (rest.size() != 1) {
          throw new UsageException("swap-bundle: expected the name of one bundle, or default");
        }
        tree.put("bundle", rest.get(0));
        put(tree, "from", from);
      }
      default -> {
        if (!rest.isEmpty()) {
          throw new UsageException(name + ": expected nothing behind it, found " + rest);
        }
      }
    }
    put(tree, "effective", at);
    if (id != null) {
      tree.put("id", id);
    }
    try {
      ControlCommand command = CommandJson.read(tree, 0);
      if (!name.equals("add-hosts")) {
        Command.of(command); // hosts may leave their start to the service
      }
    } catch (IllegalArgumentException e) {
      throw new UsageException(String.valueOf(e.getMessage()));
    }
    return tree;
  }

  private static double number(List<String> rest) {
    try {
      if (rest.size() == 1) {
        return Double.parseDouble(rest.get(0));
      }
    } catch (NumberFormatException e) {
      // falls through to the one message
    }
    throw new UsageException("speed " + String.join(" ", rest) + ": expected a number above 0");
  }

  private static void put(ObjectNode tree, String field, @Nullable Object value) {
    if (value != null) {
      tree.put(field, value.toString());
    }
  }

  private HttpResponse<String> send(HttpRequest request) throws IOException, InterruptedException {
    HttpClient.Builder builder = HttpClient.newBuilder().connectTimeout(CONNECT_WITHIN);
    if (caFile != null) {
      builder.sslContext(TrustedCertificates.context(caFile));
    }
    HttpClient client = builder.build();
    try {
      return client.send(request, BodyHandlers.ofString());
    } catch (IOException e) {
      throw new FailureException(
          "no service answers at "
              + adminUrl
              + ": "
              + (e.getMessage() == null ? e.toString() : e.getMessage())
              + "; give the --admin-url of a running one",
          e);
    }
  }

  private JsonNode json(HttpResponse<String> response) {
    try {
      JsonNode answer = JSON.readTree(response.body());
      if (answer.isObject()) {
        return answer;
      }
    } catch (JsonProcessingException e) {
      // falls through to the one message
    }
    throw new FailureException(
        adminUrl + " (" + response.statusCode() + "): no answer of a FlowSTAN service");
  }

  private static void print(PrintWriter people, JsonNode answer, boolean status) {
    if (!status && answer.has("id")) {
      people.printf(
          "command %s: %s%n", answer.path("id").asText(), answer.path("outcome").asText());
    }
    for (JsonNode task : answer.path("tasks")) {
      people.println("  " + task.toString().replaceAll("[{}\"]", "").replace(",", "  "));
    }
    people.flush();
  }
}
