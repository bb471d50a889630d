package io.flowstan.service.command;

import io.flowstan.flow.IpProtocol;
import java.io.PrintWriter;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;

/**
 * What a run ends with: the last line of {@code --json}, or a few lines for people.
 *
 * @param flows flows committed to the topic
 * @param seconds wall time from the first moment that flows could go out
 * @param flowsPerSecond flows by seconds
 * @param hosts hosts simulated at the end
 * @param simulatedTime simulated time reached, ISO 8601, UTC
 * @param flowsByProtocol flows by name of the protocol, most first
 */
record RunSummary(
    long flows,
    double seconds,
    double flowsPerSecond,
    int hosts,
    String simulatedTime,
    Map<String, Long> flowsByProtocol) {
  static RunSummary of(
      Map<Integer, Long> flowsByProtocol, double seconds, int hosts, String simulatedTime) {
    long flows = flowsByProtocol.values().stream().mapToLong(Long::longValue).sum();
    Map<String, Long> named = new LinkedHashMap<>();
    flowsByProtocol.entrySet().stream()
        .sorted(Map.Entry.<Integer, Long>comparingByValue().reversed())
        .forEach(entry -> named.put(IpProtocol.format(entry.getKey()), entry.getValue()));
    double rate = seconds > 0 ? flows / seconds : 0;
    return new RunSummary(flows, seconds, rate, hosts, simulatedTime, named);
  }

  /** Writes the summary for people. */
  void print(PrintWriter people) {
    people.printf(
        Locale.ROOT,
        "%,d flows of %,d hosts in %.1f s: %,.0f flows/s, up to %s simulated%n",
        flows,
        hosts,
        seconds,
        flowsPerSecond,
        simulatedTime);
    flowsByProtocol.forEach(
        (protocol, count) ->
            people.printf(
                Locale.ROOT, "  %-6s %,12d  %5.1f %%%n", protocol, count, 100.0 * count / flows));
    people.flush();
  }
}
