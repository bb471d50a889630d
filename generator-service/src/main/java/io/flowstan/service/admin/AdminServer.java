package io.flowstan.service.admin;

import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import io.netty.bootstrap.ServerBootstrap;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.ChannelOption;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.nio.NioIoHandler;
import io.netty.channel.socket.nio.NioServerSocketChannel;
import io.netty.handler.codec.http.HttpDecoderConfig;
import io.netty.handler.codec.http.HttpServerCodec;
import io.netty.handler.flow.FlowControlHandler;
import io.netty.util.concurrent.DefaultThreadFactory;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The admin port: {@code /metrics} for Prometheus, {@code /livez} and {@code /readyz} for probes,
 * the page at {@code /}, and what is mounted beside them.
 *
 * <p>It listens on loopback unless told otherwise; {@link AccessRules} says who may ask what. A
 * request has a size and a time; connections have a number. A caller is told what went wrong in one
 * line; the stack trace stays in the log.
 */
public final class AdminServer implements AutoCloseable {
  /** The largest body that is read. */
  public static final int MAX_BODY_BYTES = 256 * 1024;

  private static final Logger LOG = LoggerFactory.getLogger(AdminServer.class);
  private static final int THREADS = 8;
  private static final int MAX_WAITING = 64;
  private static final int MAX_CONNECTIONS = 256;
  private static final int MAX_LINE_BYTES = 4 * 1024;
  private static final int MAX_HEADER_BYTES = 8 * 1024;
  private static final String PROMETHEUS_TEXT = "text/plain; version=0.0.4; charset=utf-8";
  private static final String OPEN_METRICS =
      "application/openmetrics-text; version=1.0.0; charset=utf-8";

  private final AdminSettings settings;
  private final AccessRules rules;
  private final PrometheusMeterRegistry registry;
  private final Supplier<Health> health;
  private final List<Mount> mounts;
  private final AdminPage page;
  private final AtomicInteger connections = new AtomicInteger();
  private final MultiThreadIoEventLoopGroup loop =
      new MultiThreadIoEventLoopGroup(
          1, new DefaultThreadFactory("admin-io", true), NioIoHandler.newFactory());
  private final ExecutorService threads =
      new ThreadPoolExecutor(
          THREADS,
          THREADS,
          0,
          TimeUnit.SECONDS,
          new ArrayBlockingQueue<>(MAX_WAITING),
          new DefaultThreadFactory("admin", true));
  private @Nullable Channel channel;

  private AdminServer(
      AdminSettings settings,
      PrometheusMeterRegistry registry,
      Supplier<Health> health,
      List<Mount> mounts) {
    this.settings = settings;
    this.rules = new AccessRules(settings);
    this.registry = registry;
    this.health = health;
    this.mounts = List.copyOf(mounts);
    this.page = AdminPage.load();
  }

  /**
   * Listens and answers until closed.
   *
   * @param health asked anew for each probe; must not block
   * @param mounts answered beside the server's own paths
   * @throws IOException where the port is taken or the address is not this machine's
   */
  public static AdminServer start(
      AdminSettings settings,
      PrometheusMeterRegistry registry,
      Supplier<Health> health,
      List<Mount> mounts)
      throws IOException {
    AdminServer admin = new AdminServer(settings, registry, health, mounts);
    ChannelFuture bound =
        new ServerBootstrap()
            .group(admin.loop)
            .channel(NioServerSocketChannel.class)
            .option(ChannelOption.SO_REUSEADDR, true)
            .childOption(ChannelOption.AUTO_READ, false)
            .childHandler(
                new ChannelInitializer<Channel>() {
                  @Override
                  protected void initChannel(Channel connection) {
                    admin.accept(connection);
                  }
                })
            .bind(settings.address())
            .awaitUninterruptibly();
    if (!bound.isSuccess()) {
      admin.close();
      Throwable cause = bound.cause();
      throw new IOException(
          "admin port "
              + settings.address().getHostString()
              + ":"
              + settings.address().getPort()
              + ": cannot listen ("
              + (cause.getMessage() == null ? cause.getClass().getSimpleName() : cause.getMessage())
              + "); try another port, or 0",
          cause);
    }
    admin.channel = bound.channel();
    return admin;
  }

  /** Listens on loopback without a token, see {@link #start}. */
  public static AdminServer startOnLoopback(
      int port, PrometheusMeterRegistry registry, Supplier<Health> health, List<Mount> mounts)
      throws IOException {
    return start(AdminSettings.onLoopback(port), registry, health, mounts);
  }

  /** The port it listens on. */
  public int port() {
    return bound().getPort();
  }

  /** The address to call, such as {@code http://127.0.0.1:8080}. */
  public URI uri() {
    InetAddress address = bound().getAddress();
    String host = address.isAnyLocalAddress() ? "127.0.0.1" : address.getHostAddress();
    return URI.create(
        (settings.tls() == null ? "http://" : "https://")
            + (host.contains(":") ? "[" + host + "]" : host)
            + ":"
            + port());
  }

  @Override
  public void close() {
    Channel listening = channel;
    if (listening != null) {
      var unused = listening.close().awaitUninterruptibly();
    }
    threads.shutdownNow();
    var unused = loop.shutdownGracefully(0, 1, TimeUnit.SECONDS).awaitUninterruptibly();
  }

  private InetSocketAddress bound() {
    Channel listening = channel;
    if (listening == null || !(listening.localAddress() instanceof InetSocketAddress address)) {
      throw new IllegalStateException("the admin port is not open");
    }
    return address;
  }

  private void accept(Channel connection) {
    var unused = connection.closeFuture().addListener(closed -> connections.decrementAndGet());
    if (connections.incrementAndGet() > MAX_CONNECTIONS) {
      unused = connection.close();
      return;
    }
    AdminTls tls = settings.tls();
    if (tls != null) {
      connection.pipeline().addLast(tls.context().newHandler(connection.alloc()));
    }
    connection
        .pipeline()
        .addLast(
            new RequestDeadline(),
            new HttpServerCodec(
                new HttpDecoderConfig()
                    .setMaxInitialLineLength(MAX_LINE_BYTES)
                    .setMaxHeaderSize(MAX_HEADER_BYTES)),
            new RequestAssembler(MAX_BODY_BYTES),
            new FlowControlHandler(),
            new AdminConnection(this::answer, threads));
  }

  private AdminResponse answer(AdminRequest request) {
    try {
      return dispatch(request);
    } catch (IOException | RuntimeException e) {
      LOG.warn("admin request {} {} failed", request.method(), request.rawPath(), e);
      return AdminResponse.text(500, "internal error; the log says more\n");
    }
  }

  private AdminResponse dispatch(AdminRequest request) throws IOException {
    String path = request.path();
    if (Arrays.stream(path.split("/", -1))
        .anyMatch(part -> part.equals(".") || part.equals(".."))) {
      return refused(request, Access.OPEN, noSuchPage());
    }
    for (Mount mount : mounts) {
      if (mount.takes(path)) {
        AdminResponse refusal = rules.refusal(request, mount.access());
        return refusal == null ? mount.handler().answer(request) : refusal;
      }
    }
    return switch (path) {
      case "/metrics" -> own(request, Access.GUARDED, this::metrics);
      case "/livez" -> own(request, Access.OPEN, any -> probe(Health::isLive));
      case "/readyz" -> own(request, Access.OPEN, any -> probe(Health::isReady));
      default ->
          page.has(path)
              ? own(request, Access.OPEN, page)
              : refused(request, Access.OPEN, noSuchPage());
    };
  }

  private AdminResponse own(AdminRequest request, Access access, AdminHandler handler)
      throws IOException {
    AdminResponse refusal =
        request.isReading()
            ? rules.refusal(request, access)
            : AdminResponse.methodNotAllowed("GET, HEAD");
    return refusal == null ? handler.answer(request) : refusal;
  }

  private AdminResponse refused(AdminRequest request, Access access, AdminResponse otherwise) {
    AdminResponse refusal = rules.refusal(request, access);
    return refusal == null ? otherwise : refusal;
  }

  private static AdminResponse noSuchPage() {
    return AdminResponse.text(404, "no such page; / shows what there is\n");
  }

  private AdminResponse metrics(AdminRequest request) {
    String accept = request.header("accept");
    String type =
        accept != null && accept.contains("application/openmetrics-text")
            ? OPEN_METRICS
            : PROMETHEUS_TEXT;
    return AdminResponse.of(200, type, registry.scrape(type));
  }

  private AdminResponse probe(java.util.function.Predicate<Health> isWell) {
    Health now = health.get();
    return AdminResponse.text(isWell.test(now) ? 200 : 503, now.reason() + "\n");
  }
}
