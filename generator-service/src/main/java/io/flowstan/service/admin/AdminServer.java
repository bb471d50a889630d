package io.flowstan.service.admin;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The admin port: {@code /metrics} for Prometheus, {@code /livez} and {@code /readyz} for probes,
 * an index at {@code /}, and what is mounted beside them.
 *
 * <p>It has no authentication, so it listens on loopback unless told otherwise. A caller is told
 * what went wrong in one line; the stack trace stays in the log.
 */
public final class AdminServer implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(AdminServer.class);
  private static final int THREADS = 4;
  private static final String TEXT = "text/plain; charset=utf-8";
  private static final String HTML = "text/html; charset=utf-8";
  private static final String PROMETHEUS_TEXT = "text/plain; version=0.0.4; charset=utf-8";
  private static final String OPEN_METRICS =
      "application/openmetrics-text; version=1.0.0; charset=utf-8";

  private final HttpServer server;
  private final ExecutorService threads;
  private final PrometheusMeterRegistry registry;
  private final Supplier<Health> health;
  private final List<Mount> mounts;

  private AdminServer(
      HttpServer server,
      PrometheusMeterRegistry registry,
      Supplier<Health> health,
      List<Mount> mounts) {
    this.server = server;
    this.registry = registry;
    this.health = health;
    this.mounts = List.copyOf(mounts);
    AtomicInteger number = new AtomicInteger();
    this.threads =
        Executors.newFixedThreadPool(
            THREADS,
            task -> {
              Thread thread = new Thread(task, "admin-" + number.incrementAndGet());
              thread.setDaemon(true);
              return thread;
            });
  }

  /**
   * Listens and answers until closed.
   *
   * @param address where to listen; port 0 takes a free one
   * @param health asked anew for each probe; must not block
   * @param mounts answered beside the server's own paths
   * @throws IOException where the port is taken or the address is not this machine's
   */
  public static AdminServer start(
      InetSocketAddress address,
      PrometheusMeterRegistry registry,
      Supplier<Health> health,
      List<Mount> mounts)
      throws IOException {
    HttpServer server;
    try {
      server = HttpServer.create(address, 0);
    } catch (IOException e) {
      throw new IOException(
          "admin port "
              + address.getHostString()
              + ":"
              + address.getPort()
              + ": cannot listen ("
              + e.getMessage()
              + "); try another port, or 0",
          e);
    }
    AdminServer admin = new AdminServer(server, registry, health, mounts);
    server.setExecutor(admin.threads);
    server.createContext("/", admin::handle);
    server.start();
    return admin;
  }

  /**
   * Listens on loopback, see {@link #start(InetSocketAddress, PrometheusMeterRegistry, Supplier,
   * List)}.
   */
  public static AdminServer startOnLoopback(
      int port, PrometheusMeterRegistry registry, Supplier<Health> health, List<Mount> mounts)
      throws IOException {
    return start(
        new InetSocketAddress(InetAddress.getLoopbackAddress(), port), registry, health, mounts);
  }

  /** The port it listens on. */
  public int port() {
    return server.getAddress().getPort();
  }

  /** The address to call, such as {@code http://127.0.0.1:8080}. */
  public URI uri() {
    InetSocketAddress address = server.getAddress();
    String host =
        address.getAddress().isAnyLocalAddress()
            ? "127.0.0.1"
            : address.getAddress().getHostAddress();
    return URI.create("http://" + (host.contains(":") ? "[" + host + "]" : host) + ":" + port());
  }

  @Override
  public void close() {
    server.stop(0);
    threads.shutdownNow();
  }

  private void handle(HttpExchange exchange) throws IOException {
    try {
      String path = exchange.getRequestURI().getPath();
      for (Mount mount : mounts) {
        if (mount.takes(path)) {
          mount.handler().handle(exchange);
          return;
        }
      }
      answer(exchange, path);
    } catch (RuntimeException e) {
      LOG.warn(
          "admin request {} {} failed", exchange.getRequestMethod(), exchange.getRequestURI(), e);
      if (exchange.getResponseCode() == -1) {
        send(exchange, 500, TEXT, "internal error; the log says more\n");
      }
    } finally {
      exchange.close();
    }
  }

  private void answer(HttpExchange exchange, String path) throws IOException {
    boolean known =
        switch (path) {
          case "/", "/metrics", "/livez", "/readyz" -> true;
          default -> false;
        };
    String method = exchange.getRequestMethod();
    if (!known) {
      send(exchange, 404, TEXT, "no such page; / lists what there is\n");
    } else if (!method.equals("GET") && !method.equals("HEAD")) {
      exchange.getResponseHeaders().set("Allow", "GET, HEAD");
      send(exchange, 405, TEXT, "this page only answers GET and HEAD\n");
    } else if (path.equals("/metrics")) {
      String accept = exchange.getRequestHeaders().getFirst("Accept");
      String type =
          accept != null && accept.contains("application/openmetrics-text")
              ? OPEN_METRICS
              : PROMETHEUS_TEXT;
      send(exchange, 200, type, registry.scrape(type));
    } else if (path.equals("/")) {
      send(exchange, 200, HTML, index(health.get()));
    } else {
      Health now = health.get();
      boolean ok = path.equals("/livez") ? now.isLive() : now.isReady();
      send(exchange, ok ? 200 : 503, TEXT, now.reason() + "\n");
    }
  }

  private String index(Health now) {
    StringBuilder page =
        new StringBuilder("<!DOCTYPE html>\n<html lang=\"en\"><meta charset=\"utf-8\">")
            .append("<title>FlowSTAN</title>\n<h1>FlowSTAN</h1>\n<p>")
            .append(escaped(now.reason()))
            .append("</p>\n<ul>\n")
            .append("<li><a href=\"/metrics\">/metrics</a> for Prometheus</li>\n")
            .append("<li><a href=\"/livez\">/livez</a> whether the process works</li>\n")
            .append("<li><a href=\"/readyz\">/readyz</a> whether flows are being sent</li>\n");
    for (Mount mount : mounts) {
      for (String path : mount.paths()) {
        page.append("<li><a href=\"")
            .append(escaped(path))
            .append("\">")
            .append(escaped(path))
            .append("</a> ")
            .append(escaped(mount.name()))
            .append("</li>\n");
      }
    }
    return page.append("</ul>\n</html>\n").toString();
  }

  private static String escaped(String text) {
    return text.replace("&", "&amp;")
        .replace("<", "&lt;")
        .replace(">", "&gt;")
        .replace("\"", "&quot;");
  }

  private static void send(HttpExchange exchange, int status, String type, String text)
      throws IOException {
    byte[] body = text.getBytes(StandardCharsets.UTF_8);
    exchange.getResponseHeaders().set("Content-Type", type);
    exchange.getResponseHeaders().set("X-Content-Type-Options", "nosniff");
    exchange.getResponseHeaders().set("Cache-Control", "no-store");
    if (exchange.getRequestMethod().equals("HEAD")) {
      exchange.getResponseHeaders().set("Content-Length", Integer.toString(body.length));
      exchange.sendResponseHeaders(status, -1);
    } else {
      exchange.sendResponseHeaders(status, body.length);
      exchange.getResponseBody().write(body);
    }
  }
}
