package io.flowstan.it.page;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import io.flowstan.engine.FakeHostStreams;
import io.flowstan.service.command.DemoCommand;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** A running service whose admin port is called by those who mean it no good. */
class HostileRequestsIT {
  private static final long SEED = Long.getLong("flowstan.seed", 1);
  private static final int REQUESTS = 1_000;

  /** 40 hosts with a flow a second each, ten times as fast. */
  private static final double RATE = 400;

  private static final Pattern STATUS = Pattern.compile("(?m)^HTTP/1\\.1 ([0-9]{3}) ");

  private static RunningDemo demo;
  private static StreamGauge stream;

  @BeforeAll
  static void startADemoOf400FlowsASecond() throws Exception {
    demo =
        new RunningDemo(
            new DemoCommand((bundle, network, threads) -> new FakeHostStreams(1_000)),
            "--hosts",
            "40",
            "--speed",
            "10");
    stream = new StreamGauge(demo.bootstrapServers(), demo.topic());
  }

  @AfterAll
  static void stop() throws Exception {
    if (stream != null) {
      stream.close();
    }
    if (demo != null) {
      demo.close();
    }
  }

  @Test
  void aThousandMalformedRequestsFindNoFaultAndTheStreamGoesOn() throws Exception {
    // Given
    HostileRequest requests = new HostileRequest(SEED);
    TreeMap<String, Integer> statuses = new TreeMap<>();
    List<String> faults = new ArrayList<>();
    awaitTheRate(); // what fell due during the start has gone out
    String paces = paces();

    // When
    double meanwhile =
        stream.perSecond(
            () -> {
              for (int i = 0; i < REQUESTS; i++) {
                byte[] request = requests.next();
                String answer = answer(request);
                String status = "none";
                for (Matcher line = STATUS.matcher(answer); line.find(); ) {
                  status = line.group(1);
                  statuses.merge(status, 1, Integer::sum);
                  if (status.startsWith("5")) {
                    faults.add(status + " of " + new String(request, StandardCharsets.ISO_8859_1));
                  }
                }
                if (status.equals("none")) {
                  statuses.merge(status, 1, Integer::sum);
                }
                if (answer.contains("Exception")
                    || answer.contains("\tat ")
                    || answer.contains("root:x:")
                    || answer.contains("X-Injected: 1")) {
                  faults.add("told of its inside: " + answer);
                }
              }
            });

    // Then: healthy is the rate, broken none, bar two thirds
    System.out.println(
        "answers to "
            + REQUESTS
            + " malformed requests: "
            + statuses
            + "; flows/s meanwhile "
            + Math.round(meanwhile));
    assertThat(faults).isEmpty();
    assertThat(statuses.get("400")).isGreaterThan(100);
    assertThat(meanwhile).isBetween(RATE * 2 / 3, RATE * 3 / 2);
    assertThat(paces()).as("no command was among them").isEqualTo(paces);
    assertThat(demo.get("/status").path("health").path("ready").asBoolean()).isTrue();
    assertThat(demo.get("/status").path("errors").path("counts"))
        .allMatch(count -> count.asLong() == 0);
  }

  @Test
  void aHundredConnectionsThatSendNothingHoldNobodyUp() throws Exception {
    // Given callers that begin a request and go to sleep over it
    demo.get("/status"); // the client itself takes its time at first
    List<Socket> sleepers = new ArrayList<>();
    try {
      for (int i = 0; i < 100; i++) {
        Socket socket = connect();
        socket
            .getOutputStream()
            .write("GET /status HTTP/1.1\r\nHost:".getBytes(StandardCharsets.US_ASCII));
        sleepers.add(socket);
      }

      // When, Then: healthy milliseconds, broken the 10 s after which they are sent away, bar 8
      long began = System.nanoTime();
      assertThat(demo.get("/status").path("health").path("live").asBoolean()).isTrue();
      assertThat((System.nanoTime() - began) / 1e9).isLessThan(8);
    } finally {
      for (Socket socket : sleepers) {
        socket.close();
      }
    }
  }

  @Test
  void requestsBehindEachOtherAreAnsweredInOrder() throws Exception {
    String requests =
        """
        GET /livez HTTP/1.1
        Host: localhost

        GET /nope HTTP/1.1
        Host: localhost

        HEAD /readyz HTTP/1.1
        Host: localhost
        Connection: close

        """;
    String answers = answer(requests.replace("\n", "\r\n").getBytes(StandardCharsets.US_ASCII));

    Matcher status = STATUS.matcher(answers);
    List<String> found = new ArrayList<>();
    while (status.find()) {
      found.add(status.group(1));
    }
    assertThat(found).containsExactly("200", "404", "200");
  }

  /** What comes back until the server closes, or says nothing for a while. */
  private static String answer(byte[] request) throws IOException {
    StringBuilder answer = new StringBuilder();
    try (Socket socket = connect()) {
      socket.setSoTimeout(2_000);
      socket.getOutputStream().write(request);
      socket.shutdownOutput();
      byte[] buffer = new byte[65_536];
      for (int read; (read = socket.getInputStream().read(buffer)) >= 0; ) {
        answer.append(new String(buffer, 0, read, StandardCharsets.ISO_8859_1));
      }
    } catch (SocketTimeoutException e) {
      answer.append("\n[no end]");
    } catch (IOException e) {
      answer.append("\n[cut off]");
    }
    return answer.toString();
  }

  private static Socket connect() throws IOException {
    URI admin = demo.admin("");
    Socket socket = new Socket();
    socket.connect(new InetSocketAddress(admin.getHost(), admin.getPort()), 5_000);
    return socket;
  }

  private static void awaitTheRate() {
    await()
        .atMost(RunningDemo.SOON)
        .until(
            () -> stream.perSecond(() -> Thread.sleep(2_000)),
            rate -> rate > RATE * 2 / 3 && rate < RATE * 3 / 2);
  }

  private static String paces() throws Exception {
    List<String> paces = new ArrayList<>();
    for (JsonNode task : demo.get("/control").path("tasks")) {
      paces.add(task.path("pace").asText() + " " + task.path("paused").asText());
    }
    return paces.toString();
  }
}
