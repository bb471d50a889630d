package io.flowstan.service.admin;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.buffer.Unpooled;
import io.netty.channel.embedded.EmbeddedChannel;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/** How long a connection may take, on a clock that stands still unless the test moves it. */
class RequestDeadlineTest {
  private final RequestDeadline deadline = new RequestDeadline();
  private final EmbeddedChannel channel = new EmbeddedChannel();

  RequestDeadlineTest() {
    channel.freezeTime();
    channel.pipeline().addLast(deadline);
    channel.pipeline().fireChannelActive();
  }

  @Test
  void whoSaysNothingIsSentAwayAfterAMinute() {
    pass(59);
    assertThat(channel.isOpen()).isTrue();
    pass(2);
    assertThat(channel.isOpen()).isFalse();
  }

  @Test
  void whoSendsAByteNowAndThenIsSentAwayAfterTenSeconds() {
    for (int i = 0; i < 9; i++) {
      send();
      pass(1);
    }
    assertThat(channel.isOpen()).isTrue();
    send();
    pass(2);
    assertThat(channel.isOpen()).isFalse();
  }

  @Test
  void anAnswerMayTakeItsTimeAndAnotherRequestMayFollow() {
    // Given a whole request whose answer takes a minute and more
    send();
    deadline.arrived();
    pass(100);
    assertThat(channel.isOpen()).isTrue();

    // When it is answered, the clocks begin anew
    deadline.answered(channel.pipeline().context(deadline));
    pass(50);
    send();
    pass(9);
    assertThat(channel.isOpen()).isTrue();
    pass(2);
    assertThat(channel.isOpen()).isFalse();
  }

  private void send() {
    channel.writeInbound(Unpooled.wrappedBuffer(new byte[] {'G'}));
  }

  private void pass(long seconds) {
    channel.advanceTimeBy(seconds, TimeUnit.SECONDS);
    channel.runPendingTasks();
  }
}
