package io.flowstan.service.admin;

import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelFutureListener;
import io.netty.channel.ChannelHandlerContext;
import io.netty.handler.codec.http.DefaultFullHttpResponse;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpMessage;
import io.netty.handler.codec.http.HttpObjectAggregator;
import io.netty.handler.codec.http.HttpResponseStatus;
import io.netty.handler.codec.http.HttpVersion;
import java.util.concurrent.TimeUnit;

/** Puts a request together, up to a size; a larger one is refused while its rest is thrown away. */
final class RequestAssembler extends HttpObjectAggregator {
  private static final int DRAIN_SECONDS = 2;

  RequestAssembler(int maxBodyBytes) {
    super(maxBodyBytes);
  }

  @Override
  protected void handleOversizedMessage(ChannelHandlerContext context, HttpMessage oversized) {
    var refusal =
        new DefaultFullHttpResponse(
            HttpVersion.HTTP_1_1,
            HttpResponseStatus.REQUEST_ENTITY_TOO_LARGE,
            Unpooled.EMPTY_BUFFER);
    refusal
        .headers()
        .set(HttpHeaderNames.CONTENT_LENGTH, 0)
        .set(HttpHeaderNames.CONNECTION, "close");
    // closing at once would reset the connection under the client's feet: the refusal would be lost
    context.channel().config().setAutoRead(true);
    var unused = context.writeAndFlush(refusal).addListener(ChannelFutureListener.CLOSE_ON_FAILURE);
    closeLater(context);
  }

  private static void closeLater(ChannelHandlerContext context) {
    var unused =
        context
            .executor()
            .schedule((Runnable) () -> close(context), DRAIN_SECONDS, TimeUnit.SECONDS);
  }

  private static void close(ChannelHandlerContext context) {
    var unused = context.close();
  }
}
