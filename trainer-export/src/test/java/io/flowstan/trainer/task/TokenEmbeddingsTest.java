package io.flowstan.trainer.task;

import static org.assertj.core.api.Assertions.assertThat;

import io.flowstan.flow.Flow;
import io.flowstan.flow.Ipv4;
import io.flowstan.trainer.table.FlowTable;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.Test;

class TokenEmbeddingsTest {
  private static final int HOST = Ipv4.parse("10.0.0.1");

  private static Flow flow(int host, int port, String peer) {
    return new Flow(0, 0, host, Ipv4.parse(peer), 50_000, port, 6, 16, 0, 0, 1, 40, "made");
  }

  /** Six hosts: three with ports 80 and 443 at one octet's peers, three with 25 and 110. */
  private static FlowTable table() {
    Map<Integer, List<Flow>> byHost = new LinkedHashMap<>();
    for (int h = 0; h < 6; h++) {
      List<Flow> flows = new ArrayList<>();
      int host = HOST + h;
      String peer = h < 3 ? "20.0.0.1" : "30.0.0.1";
      flows.add(flow(host, h < 3 ? 80 : 25, peer));
      flows.add(flow(host, h < 3 ? 443 : 110, peer));
      byHost.put(host, flows);
    }
    return new FlowTable("two kinds", 0, 1, byHost);
  }

  private static double[] vector(int port, String peer) {
    double[] row = new double[16];
    new TokenEmbeddings(table()).write(flow(HOST, port, peer), HOST, row, 0);
    return row;
  }

  private static double dot(double[] a, double[] b, int from) {
    double sum = 0;
    for (int i = from; i < from + 8; i++) {
      sum += a[i] * b[i];
    }
    return sum;
  }

  @Test
  void servicesOfTheSameHostsAreAlike() {
    // Given information ln 2 in each cell of two blocks of 3 hosts and 3 tokens: the singular
    // values
    // are 3 ln 2, the right vectors 1 / sqrt 3, and so all products in a block are ln 2
    double product = dot(vector(80, "20.0.0.1"), vector(443, "20.0.0.1"), 0);

    assertThat(product).isCloseTo(Math.log(2), Offset.offset(1e-9));
  }

  @Test
  void servicesOfDifferentHostsAreNot() {
    assertThat(dot(vector(80, "20.0.0.1"), vector(25, "20.0.0.1"), 0))
        .isCloseTo(0, Offset.offset(1e-9));
  }

  @Test
  void whatWasNotSeenHasNoVector() {
    assertThat(vector(8_080, "40.0.0.1")).containsOnly(0);
  }
}
