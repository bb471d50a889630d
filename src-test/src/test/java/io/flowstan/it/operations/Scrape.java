package io.flowstan.it.operations;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * One page of Prometheus text: its series by metric name, each with its labels and finite value.
 *
 * @param labels label names by metric name; a metric without labels has an empty set
 */
public record Scrape(Map<String, Set<String>> labels) {
  private static final Pattern SAMPLE =
      Pattern.compile("([a-zA-Z_:][\\w:]*)(?:\\{(.*)})? ([^ ]+)(?: \\d+)?");
  private static final Pattern LABEL = Pattern.compile("([a-zA-Z_]\\w*)=\"");

  /** Scrapes the page at {@code uri}. */
  public static Scrape of(URI uri) throws IOException, InterruptedException {
    return parse(
        HttpClient.newHttpClient()
            .send(HttpRequest.newBuilder(uri).build(), BodyHandlers.ofString())
            .body());
  }

  /** Reads a page; samples that are not a number are left out. */
  public static Scrape parse(String page) {
    Map<String, Set<String>> labels = new TreeMap<>();
    for (String line : page.split("\n", -1)) {
      Matcher sample = SAMPLE.matcher(line);
      if (!line.startsWith("#") && sample.matches() && !sample.group(3).equals("NaN")) {
        Set<String> names = labels.computeIfAbsent(sample.group(1), unseen -> new TreeSet<>());
        if (sample.group(2) != null) {
          for (Matcher label = LABEL.matcher(sample.group(2)); label.find(); ) {
            names.add(label.group(1));
          }
        }
      }
    }
    return new Scrape(labels);
  }
}
