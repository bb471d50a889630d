package io.flowstan.it.page;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import io.flowstan.engine.FakeHostStreams;
import io.flowstan.it.operations.RepositoryFiles;
import io.flowstan.service.admin.Access;
import io.flowstan.service.admin.AdminServer;
import io.flowstan.service.admin.AdminSettings;
import io.flowstan.service.admin.Health;
import io.flowstan.service.admin.Mount;
import io.flowstan.service.command.DemoCommand;
import io.flowstan.service.metrics.ServiceMeter;
import io.flowstan.service.status.ServiceStatus;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.openqa.selenium.Keys;

/** The page of the admin port in a browser, steering a service whose stream is read beside it. */
class AdminPageIT {
  private static final int PHONE = 360;
  private static final int SCREEN = 1_280;
  private static final int HOSTS = 20;
  private static final Duration LOOK = Duration.ofSeconds(2);

  /** Texts whose contrast with what lies behind them is below what WCAG 2.1 asks for (AA). */
  private static final String PALE =
      """
      (() => {
        const probe = document.createElement('canvas').getContext('2d', {willReadFrequently: true});
        const rgb = text => {
          probe.clearRect(0, 0, 1, 1); probe.fillStyle = text; probe.fillRect(0, 0, 1, 1);
          return [...probe.getImageData(0, 0, 1, 1).data];
        };
        const light = c => {
          const [r, g, b] = c.slice(0, 3).map(v => v / 255)
            .map(v => v <= .03928 ? v / 12.92 : ((v + .055) / 1.055) ** 2.4);
          return .2126 * r + .7152 * g + .0722 * b;
        };
        const behind = e => {
          for (let at = e; at; at = at.parentElement) {
            const c = rgb(getComputedStyle(at).backgroundColor);
            if (c[3] === 255) return c;
          }
          return [255, 255, 255];
        };
        return [...document.querySelectorAll('body *')]
          .filter(e => e.checkVisibility() && !e.disabled
            && [...e.childNodes].some(n => n.nodeType === 3 && n.textContent.trim()))
          .map(e => {
            const a = light(rgb(getComputedStyle(e).color)), b = light(behind(e));
            const ratio = (Math.max(a, b) + .05) / (Math.min(a, b) + .05);
            return ratio < 4.5 ? e.tagName + '.' + e.className + ' ' + ratio.toFixed(2) : null;
          }).filter(line => line);
      })()
      """;

  @TempDir private static Path folder;
  private static RunningDemo demo;
  private static StreamGauge stream;
  private static Chromium browser;

  @BeforeAll
  static void watchADemoOfTenTimesRealTime() throws Exception {
    browser = new Chromium(folder);
    demo =
        new RunningDemo(
            // a flow a second and host
            new DemoCommand((bundle, network, threads) -> new FakeHostStreams(1_000)),
            "--hosts",
            Integer.toString(HOSTS),
            "--speed",
            "10",
            "--start",
            "2016-04-11T00:00:00");
    stream = new StreamGauge(demo.bootstrapServers(), demo.topic());
  }

  @AfterAll
  static void stop() throws Exception {
    if (browser != null) {
      browser.close();
    }
    if (stream != null) {
      stream.close();
    }
    if (demo != null) {
      demo.close();
    }
  }

  @BeforeEach
  void openThePage() {
    browser.open(demo.admin("/").toString(), SCREEN);
    awaitText("health", "ready");
    browser.console(); // what other tests provoked
  }

  @Test
  void theStreamFollowsTheSpeedSetOnThePage() throws Exception {
    // Given 10 times real time: 200 flows a second
    setSpeed("10");
    double before =
        await()
            .atMost(RunningDemo.SOON)
            .until(() -> stream.perSecond(AdminPageIT::pause), rate -> rate > 120 && rate < 300);

    // When
    setSpeed("50");

    // Then the stream, the meters and the page have 1,000 flows a second:
    // healthy 5 times as many, broken (nothing happens) as many, bar 3
    await()
        .atMost(RunningDemo.SOON)
        .untilAsserted(
            () -> assertThat(stream.perSecond(AdminPageIT::pause) / before).isGreaterThan(3));
    await()
        .atMost(RunningDemo.SOON)
        .untilAsserted(() -> assertThat(shownRate()).isBetween(700.0, 1_300.0));
    assertThat(browser.text("pace")).isEqualTo("50 × real time");
    setSpeed("10");
  }

  @Test
  void theKeyboardPausesTheStreamAndResumesIt() throws Exception {
    // When Enter is pressed on the focused button
    awaitText("pause", "Pause");
    browser.element("pause").sendKeys(Keys.ENTER);
    awaitText("answer", "Pause: applied");
    awaitText("pause", "Resume");

    // Then nothing is sent until it is pressed again
    await().atMost(RunningDemo.SOON).until(() -> stream.perSecond(() -> Thread.sleep(500)) == 0);
    browser.element("pause").sendKeys(Keys.ENTER);
    awaitText("answer", "Resume: applied");
    await().atMost(RunningDemo.SOON).until(() -> stream.perSecond(() -> Thread.sleep(500)) > 50);
  }

  @Test
  void hostsAddedOnThePageAreOnItsMapAndMayBeRemovedThere() throws Exception {
    // When
    browser.type("add-count", "3");
    browser.type("add-network", "10.77.1.0/24");
    browser.press("#add-form button");

    // Then
    awaitText("answer", "Add 3 hosts: applied");
    awaitText("hosts", Integer.toString(HOSTS + 3));
    await().atMost(RunningDemo.SOON).until(() -> cell77().startsWith("10.77.0.0/16: 3 hosts"));

    // When one of them is removed from the list of its cell
    browser.eval("document.querySelectorAll('.cell')[77].click() ?? 1");
    await().atMost(RunningDemo.SOON).until(() -> browser.texts(listed()).size() == 3);
    String gone = browser.texts(listed()).get(0);
    browser.press("#cell-hosts li button");

    // Then the service has it no more
    awaitText("answer", "Remove " + gone + ": applied");
    await()
        .atMost(RunningDemo.SOON)
        .until(() -> demo.get("/hosts?network=10.77.0.0/16").path("hosts").size() == 2);
    assertThat(demo.get("/hosts?network=10.77.0.0/16").path("hosts").toString())
        .doesNotContain('"' + gone + '"');
  }

  @Test
  void whatTheServiceRefusesIsSaidInItsWords() {
    browser.type("profile", "often");
    browser.press("#rate-form button");
    awaitText("answer", "Rate often: refused: ");
    assertThat(browser.text("answer")).contains("often").contains("ramp FROM TO TIME");
    assertThat(browser.element("answer").getAttribute("aria-live")).isEqualTo("polite");
  }

  @Test
  void whatIsNotMeasuredIsSaidToBe() {
    assertThat(browser.text("fidelity")).isEqualTo("not measured");
    assertThat(browser.text("error-summary")).startsWith("None");
    assertThat(browser.text("protocols")).contains("TCP").contains("%");
    assertThat(browser.text("run")).contains("exactly once").contains("SHA-256");
  }

  @Test
  void thePageAsksForTheTokenAndShowsWhatIsMeasured() throws Exception {
    // Given an admin port with a token, and a service that measures two attributes, one not yet
    PrometheusMeterRegistry registry = new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
    divergence(registry, "bytes", 0.0123);
    divergence(registry, "packets", Double.NaN);
    ServiceStatus status =
        new ServiceStatus(registry, Health::ready, Map.of("Clock", "speed 60"), () -> 0, () -> 0);
    Mount mount = Mount.reading("status", "/status", Access.GUARDED, status::status);
    try (AdminServer admin =
        AdminServer.start(
            AdminSettings.onLoopback(0).withToken("s3cret"),
            registry,
            Health::ready,
            List.of(mount))) {
      // When nothing, then a wrong token and then the right one is given
      browser.open(admin.uri() + "/", SCREEN);
      awaitText("health", "token needed");
      assertThat(browser.element("main").isDisplayed()).isFalse();
      browser.type("token", "wrong" + Keys.ENTER);
      awaitText("health", "the token is wrong");
      browser.type("token", "s3cret" + Keys.ENTER);

      // Then the page shows what there is, and steers nothing, as nothing runs
      awaitText("health", "ready");
      assertThat(browser.text("fidelity")).isEqualTo("bytes\n0.012\npackets\nnot measured");
      assertThat(browser.element("forms").isDisplayed()).isFalse();
      assertThat(browser.eval("sessionStorage.length + document.cookie.length")).isEqualTo(1L);
      browser.press("#forget");
      awaitText("health", "token needed");
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {PHONE, 768, SCREEN})
  void thePageFitsTheScreenAndLoadsNothingFromElsewhere(int width) {
    browser.resize(width);

    assertThat(browser.eval("document.documentElement.scrollWidth"))
        .satisfies(found -> assertThat(((Number) found).intValue()).isLessThanOrEqualTo(width));
    String own = demo.admin("").toString();
    assertThat(browser.texts("performance.getEntriesByType('resource').map(e => e.name)"))
        .isNotEmpty()
        .allMatch(address -> address.startsWith(own));
    assertThat(browser.console()).isEmpty();
  }

  @ParameterizedTest
  @CsvSource({"light, 360", "light, 1280", "dark, 360", "dark, 1280"})
  void everyTextCanBeRead(String scheme, int width) {
    browser.prefer(scheme);
    browser.resize(width);
    assertThat(browser.texts(PALE)).isEmpty();
    browser.prefer("light");
  }

  @Test
  void everyControlHasALabelAndIsLargeEnoughForAThumb() {
    browser.resize(PHONE);
    assertThat(
            browser.texts(
                "[...document.querySelectorAll('#forms input')]"
                    + ".filter(e => e.labels.length === 0).map(e => e.id)"))
        .isEmpty();
    assertThat(
            browser.texts(
                "[...document.querySelectorAll('#forms button, #forms input')]"
                    + ".filter(e => e.getBoundingClientRect().height < 40).map(e => e.outerHTML)"))
        .isEmpty();
  }

  @Test
  void theStartUpMessagesSayWhatRunsInAFewLines() throws Exception {
    // Given what it said before its flows
    List<String> lines =
        demo.messages().lines().takeWhile(line -> !line.contains(" simulated | ")).toList();
    String digest = text(demo.get("/status").path("run"), "Bundle").replaceAll(".* ", "");

    // Then
    assertThat(lines).hasSizeLessThan(15);
    assertThat(String.join("\n", lines))
        .contains("Bundle           the shipped one, SHA-256 " + digest)
        .contains("seed 1")
        .contains("Clock            speed 10, from 2016-04-11T00:00:00Z")
        .contains("flowstan.flows", "flowstan.hosts", "flowstan.control", "flowstan.acks")
        .contains("Delivery         exactly once")
        .contains("Admin            " + demo.admin("/"));
    assertThat(digest).matches("[0-9a-f]{64}");
  }

  /** Makes the pictures of the documentation, of the real model; see docs/page.md. */
  @Test
  @EnabledIfSystemProperty(named = "flowstan.page.pictures", matches = "true")
  void picturesOfTheShippedModel() throws Exception {
    try (RunningDemo real =
        new RunningDemo(
            new DemoCommand(), "--hosts", "200", "--speed", "15", "--network", "10.0.0.0/8")) {
      Path docs = RepositoryFiles.ROOT.resolve("docs");
      browser.open(real.admin("/").toString(), SCREEN);
      awaitText("health", "ready");
      Thread.sleep(50_000);
      browser.press(".cell.l5");
      browser.press("input[value='flows']");
      browser.type("speed", "40");
      browser.press("#speed-form button");
      awaitText("pace", "40 × real time"); // a loaded machine may answer later
      Thread.sleep(40_000);
      browser.picture(docs.resolve("page.png"), true);
      browser.resize(PHONE + 30);
      Thread.sleep(2_000);
      browser.picture(docs.resolve("page-phone.png"), false);
    }
  }

  private static void divergence(MeterRegistry registry, String attribute, double nats) {
    Gauge.builder(ServiceMeter.FIDELITY_DIVERGENCE.meterName(), () -> nats)
        .tag(ServiceStatus.ATTRIBUTE, attribute)
        .register(registry);
  }

  private static void setSpeed(String speed) {
    browser.type("speed", speed);
    browser.press("#speed-form button");
    awaitText("answer", "Speed " + speed + ": applied");
  }

  private static void awaitText(String id, String text) {
    await()
        .atMost(RunningDemo.SOON)
        .untilAsserted(() -> assertThat(browser.text(id)).startsWith(text));
  }

  private static double shownRate() {
    return Double.parseDouble(browser.text("rate").replace(",", ""));
  }

  private static String cell77() {
    return browser.eval("document.querySelectorAll('.cell')[77].title").toString();
  }

  private static String listed() {
    return "[...document.querySelectorAll('#cell-hosts li span')].map(e => e.textContent)";
  }

  private static String text(JsonNode tree, String field) {
    return tree.path(field).asText();
  }

  private static void pause() throws InterruptedException {
    Thread.sleep(LOOK.toMillis());
  }
}
