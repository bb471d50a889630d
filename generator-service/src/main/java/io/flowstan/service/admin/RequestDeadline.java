package io.flowstan.service.admin;

import io.netty.channel.ChannelDuplexHandler;
import io.netty.channel.ChannelHandlerContext;
import io.netty.util.concurrent.Future;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Closes a connection whose request does not arrive whole in time, or that is idle for long: a
 * client that sends a byte now and then holds nothing up.
 */
final class RequestDeadline extends ChannelDuplexHandler {
  private static final Duration WHOLE_WITHIN = Duration.ofSeconds(10);
  private static final Duration IDLE_AT_MOST = Duration.ofSeconds(60);

  private @Nullable Future<?> deadline;
  private boolean arriving;
  private boolean answering;

  @Override
  public void channelActive(ChannelHandlerContext context) {
    closeAfter(context, IDLE_AT_MOST);
    context.fireChannelActive();
  }

  @Override
  public void channelRead(ChannelHandlerContext context, Object message) {
    if (!arriving && !answering) {
      arriving = true;
      closeAfter(context, WHOLE_WITHIN);
    }
    context.fireChannelRead(message);
  }

  @Override
  public void channelInactive(ChannelHandlerContext context) {
    cancel();
    context.fireChannelInactive();
  }

  /** The request is whole: its answer takes the time that it takes. */
  void arrived() {
    arriving = false;
    answering = true;
    cancel();
  }

  /** It is answered: another may come. */
  void answered(ChannelHandlerContext context) {
    answering = false;
    closeAfter(context, IDLE_AT_MOST);
  }

  private void closeAfter(ChannelHandlerContext context, Duration time) {
    cancel();
    deadline =
        context
            .executor()
            .schedule((Runnable) () -> close(context), time.toMillis(), TimeUnit.MILLISECONDS);
  }

  private static void close(ChannelHandlerContext context) {
    var unused = context.close();
  }

  private void cancel() {
    Future<?> pending = deadline;
    if (pending != null) {
      pending.cancel(false);
    }
    deadline = null;
  }
}
