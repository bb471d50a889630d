package io.flowstan.io;

import static org.assertj.core.api.Assertions.assertThat;

import io.flowstan.flow.Flow;
import io.flowstan.flow.IpProtocol;
import io.flowstan.flow.Ipv4;
import io.flowstan.flow.TcpFlags;
import java.time.Instant;
import org.junit.jupiter.api.Test;

class FlowFormatTest {
  private static final Flow FLOW =
      new Flow(
          Instant.parse("2016-04-11T00:00:02Z").getEpochSecond(),
          3_056,
          Ipv4.parse("10.0.0.1"),
          Ipv4.parse("203.0.113.9"),
          40_000,
          443,
          IpProtocol.TCP,
          TcpFlags.parse(".AP.SF"),
          0,
          72,
          8,
          5_000_000_000L,
          "background");

  @Test
  void ugr16HasThirteenColumnsAndNoHeader() {
    FlowText text = new FlowText(FlowFormat.UGR16);
    text.append(FLOW);

    assertThat(text)
        .hasToString(
            "2016-04-11 00:00:02,3.056,10.0.0.1,203.0.113.9,40000,443,TCP,.AP.SF,0,72,8,5000000000,"
                + "background\n");
  }

  @Test
  void nfdumpHasAsManyColumnsAsItsHeaderAndTheStartFirst() {
    FlowText text = new FlowText(FlowFormat.NFDUMP);
    text.append(FLOW);

    String[] lines = text.toString().split("\n", -1);
    assertThat(lines).hasSize(3);
    assertThat(lines[0].split(",", -1)).hasSize(48).startsWith("ts", "te").endsWith("exid", "tr");
    assertThat(lines[1].split(",", -1)).hasSize(48);
    assertThat(lines[1])
        .startsWith(
            "2016-04-10 23:59:58,2016-04-11 00:00:02,3.056,10.0.0.1,203.0.113.9,40000,443,TCP,"
                + "...AP.SF,0,72,8,5000000000,0,0,")
        .endsWith(",0.0.0.0,0/0,0,2016-04-11 00:00:02.000");
  }

  @Test
  void namesAreTypedInLowerCase() {
    assertThat(FlowFormat.NFDUMP).hasToString("nfdump");
    assertThat(OnError.SKIP).hasToString("skip");
  }
}
