package io.flowstan.service.admin;

import io.netty.buffer.ByteBufUtil;
import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelFutureListener;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.SimpleChannelInboundHandler;
import io.netty.handler.codec.http.DefaultFullHttpResponse;
import io.netty.handler.codec.http.FullHttpRequest;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpResponseStatus;
import io.netty.handler.codec.http.HttpUtil;
import io.netty.handler.codec.http.HttpVersion;
import io.netty.handler.codec.http.QueryStringDecoder;
import io.netty.handler.codec.http.TooLongHttpHeaderException;
import io.netty.handler.codec.http.TooLongHttpLineException;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.URISyntaxException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.function.Function;

/** One connection to the admin port: request for answer, one at a time. */
final class AdminConnection extends SimpleChannelInboundHandler<FullHttpRequest> {
  /** What every answer has unless it says otherwise. */
  private static final Map<String, String> HEADERS =
      Map.of(
          "X-Content-Type-Options", "nosniff",
          "X-Frame-Options", "DENY",
          "Referrer-Policy", "no-referrer",
          "Cross-Origin-Resource-Policy", "same-origin",
          "Content-Security-Policy", "default-src 'none'; frame-ancestors 'none'",
          "Cache-Control", "no-store");

  private final Function<AdminRequest, AdminResponse> answers;
  private final Executor threads;
  private boolean isWaiting;

  /**
   * @param answers answers a request; never throws
   * @param threads where that is done; refuses what is too much
   */
  AdminConnection(Function<AdminRequest, AdminResponse> answers, Executor threads) {
    this.answers = answers;
    this.threads = threads;
  }

  @Override
  public void channelActive(ChannelHandlerContext context) {
    next(context);
  }

  @Override
  public void channelReadComplete(ChannelHandlerContext context) {
    // what was read may have been a part of TLS's own talk
    if (isWaiting) {
      context.read();
    }
  }

  @Override
  protected void channelRead0(ChannelHandlerContext context, FullHttpRequest message) {
    isWaiting = false;
    deadline(context).arrived();
    boolean isHead = message.method().name().equals("HEAD");
    Throwable malformed = message.decoderResult().cause();
    if (malformed != null) {
      send(context, malformed(malformed), isHead, false);
      return;
    }
    boolean keepAlive = HttpUtil.isKeepAlive(message);
    AdminRequest request;
    try {
      request = request(context, message, isHead);
    } catch (IllegalArgumentException e) {
      send(context, AdminResponse.text(400, e.getMessage() + "\n"), isHead, false);
      return;
    }
    try {
      threads.execute(
          () -> {
            AdminResponse answer = answers.apply(request);
            context.executor().execute(() -> send(context, answer, isHead, keepAlive));
          });
    } catch (RejectedExecutionException e) {
      send(context, AdminResponse.text(429, "too many requests at a time\n"), isHead, keepAlive);
    }
  }

  @Override
  public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
    // a client that is gone or speaks no TLS: nobody is left to be told
    var unused = context.close();
  }

  private void next(ChannelHandlerContext context) {
    isWaiting = true;
    context.read();
  }

  private static RequestDeadline deadline(ChannelHandlerContext context) {
    return context.pipeline().get(RequestDeadline.class);
  }

  private static AdminResponse malformed(Throwable cause) {
    if (cause instanceof TooLongHttpLineException) {
      return AdminResponse.text(414, "the request line is too long\n");
    }
    if (cause instanceof TooLongHttpHeaderException) {
      return AdminResponse.text(431, "the headers are too long\n");
    }
    return AdminResponse.text(400, "not a request of HTTP/1.1\n");
  }

  private static AdminRequest request(
      ChannelHandlerContext context, FullHttpRequest message, boolean isHead) {
    Map<String, List<String>> headers = new HashMap<>();
    message
        .headers()
        .forEach(
            header ->
                headers
                    .computeIfAbsent(
                        header.getKey().toLowerCase(Locale.ROOT), name -> new ArrayList<>())
                    .add(header.getValue()));
    if (message.protocolVersion().equals(HttpVersion.HTTP_1_1) && !headers.containsKey("host")) {
      throw new IllegalArgumentException("Host: expected a name or an address");
    }
    String target = target(message.uri(), headers);
    QueryStringDecoder decoder = new QueryStringDecoder(target);
    String path = path(decoder);
    Map<String, String> query = new HashMap<>();
    decoder.parameters().forEach((name, values) -> query.put(name, values.get(0)));
    boolean fromThisMachine =
        context.channel().remoteAddress() instanceof InetSocketAddress peer
            && peer.getAddress().isLoopbackAddress();
    return new AdminRequest(
        isHead ? "GET" : message.method().name(),
        path,
        decoder.rawPath(),
        query,
        headers,
        ByteBufUtil.getBytes(message.content()),
        fromThisMachine);
  }

  /**
   * The target as a path; one that names the server too says by that for which host it is meant.
   */
  private static String target(String target, Map<String, List<String>> headers) {
    if (target.startsWith("/")) {
      return target;
    }
    try {
      URI uri = new URI(target);
      String authority = uri.getRawAuthority();
      if (authority != null
          && ("http".equals(uri.getScheme()) || "https".equals(uri.getScheme()))) {
        headers.put("host", List.of(authority));
        String query = uri.getRawQuery() == null ? "" : "?" + uri.getRawQuery();
        return (uri.getRawPath().isEmpty() ? "/" : uri.getRawPath()) + query;
      }
    } catch (URISyntaxException e) {
      // told below
    }
    throw new IllegalArgumentException("expected a path");
  }

  private static String path(QueryStringDecoder decoder) {
    String path;
    try {
      path = decoder.path();
    } catch (IllegalArgumentException e) {
      throw new IllegalArgumentException("the path is not well encoded", e);
    }
    if (path.chars().anyMatch(c -> Character.isISOControl(c) || c == '\\' || c == '\uFFFD')) {
      throw new IllegalArgumentException("the path holds what no path here holds");
    }
    return path;
  }

  private void send(
      ChannelHandlerContext context, AdminResponse answer, boolean isHead, boolean keepAlive) {
    var response =
        new DefaultFullHttpResponse(
            HttpVersion.HTTP_1_1,
            HttpResponseStatus.valueOf(answer.status()),
            isHead ? Unpooled.EMPTY_BUFFER : Unpooled.wrappedBuffer(answer.body()));
    HEADERS.forEach(response.headers()::set);
    answer.headers().forEach(response.headers()::set);
    response
        .headers()
        .set(HttpHeaderNames.CONTENT_TYPE, answer.contentType())
        .set(HttpHeaderNames.CONTENT_LENGTH, answer.body().length)
        .set(HttpHeaderNames.CONNECTION, keepAlive ? "keep-alive" : "close");
    var sent = context.writeAndFlush(response);
    if (keepAlive) {
      deadline(context).answered(context);
      next(context);
    } else {
      var unused = sent.addListener(ChannelFutureListener.CLOSE);
    }
  }
}
