package io.flowstan.it.page;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.logging.Level;
import org.openqa.selenium.By;
import org.openqa.selenium.JavascriptExecutor;
import org.openqa.selenium.WebElement;
import org.openqa.selenium.chrome.ChromeDriver;
import org.openqa.selenium.chrome.ChromeDriverService;
import org.openqa.selenium.chrome.ChromeOptions;
import org.openqa.selenium.logging.LogType;
import org.openqa.selenium.logging.LoggingPreferences;

/** A headless Chromium that a test drives: types, presses, looks. */
final class Chromium implements AutoCloseable {
  private static final String BROWSER = "chromium";
  private static final String DRIVER = "chromedriver";

  private final ChromeDriver driver;

  /**
   * Starts it; skips the calling test where Chromium and its driver are not on the machine, except
   * in CI.
   */
  Chromium(Path folder) {
    Path browser = find(BROWSER);
    Path program = find(DRIVER);
    assumeTrue(
        "true".equals(System.getenv("CI")) || (browser != null && program != null),
        BROWSER + " and " + DRIVER + " are not installed here");
    LoggingPreferences logs = new LoggingPreferences();
    logs.enable(LogType.BROWSER, Level.ALL);
    ChromeOptions options = new ChromeOptions();
    options.setBinary(Objects.requireNonNull(browser).toFile());
    options.addArguments(
        "--headless=new",
        "--no-sandbox",
        "--disable-gpu",
        "--disable-dev-shm-usage",
        "--user-data-dir=" + folder.resolve("profile"));
    options.setCapability("goog:loggingPrefs", logs);
    ChromeDriverService service =
        new ChromeDriverService.Builder()
            .usingDriverExecutable(Objects.requireNonNull(program).toFile())
            .usingAnyFreePort()
            .withLogFile(folder.resolve("chromedriver.log").toFile())
            .build();
    driver = new ChromeDriver(service, options);
  }

  /** Goes to {@code url} on a screen of the given width. */
  void open(String url, int width) {
    resize(width);
    driver.get(url);
  }

  void resize(int width) {
    driver.executeCdpCommand(
        "Emulation.setDeviceMetricsOverride",
        Map.of("width", width, "height", 900, "deviceScaleFactor", 1, "mobile", width < 600));
  }

  /** Shows the page as one who likes it {@code light} or {@code dark} sees it. */
  void prefer(String scheme) {
    driver.executeCdpCommand(
        "Emulation.setEmulatedMedia",
        Map.of("features", List.of(Map.of("name", "prefers-color-scheme", "value", scheme))));
  }

  WebElement element(String id) {
    return driver.findElement(By.id(id));
  }

  String text(String id) {
    return element(id).getText();
  }

  /** Types {@code text} into a field in the place of what is there. */
  void type(String id, String text) {
    WebElement field = element(id);
    field.clear();
    field.sendKeys(text);
  }

  void press(String css) {
    driver.findElement(By.cssSelector(css)).click();
  }

  /** What JavaScript {@code expression} is. */
  Object eval(String expression) {
    return Objects.requireNonNull(
        ((JavascriptExecutor) driver).executeScript("return " + expression));
  }

  @SuppressWarnings("unchecked")
  List<String> texts(String expression) {
    return (List<String>) eval(expression);
  }

  /** What the page has left on the console, errors and refusals of the policy among them. */
  List<String> console() {
    List<String> lines = new ArrayList<>();
    driver.manage().logs().get(LogType.BROWSER).forEach(entry -> lines.add(entry.getMessage()));
    return lines;
  }

  /** Stores the page as a picture: the whole of it, or what the screen shows. */
  void picture(Path file, boolean whole) throws IOException {
    Map<String, Object> shot =
        driver.executeCdpCommand(
            "Page.captureScreenshot", Map.of("format", "png", "captureBeyondViewport", whole));
    Files.write(file, Base64.getDecoder().decode(String.valueOf(shot.get("data"))));
  }

  @Override
  public void close() {
    driver.quit();
  }

  private static @org.jspecify.annotations.Nullable Path find(String program) {
    return Arrays.stream(System.getenv().getOrDefault("PATH", "").split(File.pathSeparator, -1))
        .map(folder -> Path.of(folder, program))
        .filter(Files::isExecutable)
        .findFirst()
        .orElse(null);
  }
}
