package io.flowstan.trainer.stan;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.flowstan.flow.Flow;
import io.flowstan.flow.IpProtocol;
import io.flowstan.flow.Ipv4;
import io.flowstan.random.CounterRandom;
import io.flowstan.testing.PropertyTest;
import io.flowstan.trainer.evaluate.SmallTraffic;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class StanRowTest {
  private static final int HOST = Ipv4.parse("42.219.153.7");
  private static final int PEER = Ipv4.parse("8.8.4.5");

  /** 13:05:07 of the day. */
  private static final long END = SmallTraffic.START_SECOND + 13 * 3_600 + 307;

  private static Flow flow(long end, int source, int destination, int protocol) {
    return new Flow(
        end, 1_284, source, destination, 51_234, 53, protocol, 0, 0, 0, 3, 210, "background");
  }

  @Test
  void theColumnsAreThoseOfTheGoldenRow() {
    // Given a query that ends 12 s after the host's last flow
    float[] row = new float[16];
    // When
    StanRow.write(StanRow.values(flow(END, HOST, PEER, IpProtocol.UDP), HOST, END - 12), row, 0);
    // Then, by Python: 13/23, 12/1430, ln 210 / ln 2**32, ln 3 / ln 1e7, 321/91000, 51234/65535,
    // 53/65535, 8/255, 8/255, 4/255, 5/255, out, UDP
    assertThat(row)
        .usingComparatorWithPrecision(2e-6f)
        .containsExactly(
            .565217f, .008391f, .241070f, .068160f, .003527f, .781780f, .000808f, .031372f,
            .031372f, .015686f, .019607f, 1f, 0f, 0f, 1f, 0f);
  }

  @Test
  void anAnswersPortsChangePlaces() {
    long[] values = StanRow.values(flow(END, PEER, HOST, IpProtocol.TCP), HOST, END);
    assertThat(values).containsExactly(13, 0, 0, 1, 53, 51_234, 8, 8, 4, 5, 3, 210, 321);
  }

  @Test
  void whatIsAboveARangeIsItsBound() {
    long[] values = StanRow.values(flow(END, HOST, PEER, IpProtocol.GRE), HOST, END - 80_000);
    assertThat(values[StanAttribute.DELTA_T.place()]).isEqualTo(1_430);
  }

  @PropertyTest
  void readUndoesWrite(long seed) {
    // Given values within their ranges; bytes below 2^20, where float32 still tells them apart
    long[] most = {23, 1_430, 2, 1, 65_535, 65_535, 255, 255, 255, 255, 30_000, 1 << 18, 91_000};
    long[] values = new long[most.length];
    for (int i = 0; i < values.length; i++) {
      long least = i == 10 || i == 11 ? 1 : 0;
      values[i] = least + CounterRandom.uniformInt(seed, i, (int) (most[i] - least + 1));
    }
    float[] columns = new float[20];
    StanRow.write(values, columns, 3);
    assertThat(StanRow.read(columns, 3)).isEqualTo(values);
  }

  @Test
  void aFlowOfItsValuesIsTheFlow() {
    Flow recorded = flow(END, PEER, HOST, IpProtocol.UDP);
    long[] values = StanRow.values(recorded, HOST, END - 5);
    StanExtras.Extra extra = new StanExtras.Extra(IpProtocol.UDP, 0, 0, 1);
    assertThat(StanRow.flow(values, extra, HOST, END - 5)).isEqualTo(recorded);
  }

  @Test
  void aWindowHoldsTheFiveFlowsBeforeOldestFirst() {
    // Given seven flows, the i-th of 10 i seconds
    List<Flow> flows = new ArrayList<>();
    long second = SmallTraffic.START_SECOND;
    for (int i = 0; i < 7; i++) {
      second += 10L * i;
      flows.add(flow(second, HOST, PEER, IpProtocol.UDP));
    }
    float[] window = new float[5 * 16];
    // When the window of the last one is written
    StanRow.writePrevious(flows, 6, HOST, SmallTraffic.START_SECOND, window, 0);
    // Then the delta-t are those of the flows 1 to 5
    for (int row = 0; row < 5; row++) {
      assertThat(window[row * 16 + 1]).isCloseTo(10 * (row + 1) / 1430f, within(1e-6f));
    }
  }

  @Test
  void aWindowAtTheBeginningIsFilledUpWithZeros() {
    List<Flow> flows = List.of(flow(END, HOST, PEER, 17), flow(END, HOST, PEER, 17));
    float[] window = new float[5 * 16];
    java.util.Arrays.fill(window, 9);
    StanRow.writePrevious(flows, 1, HOST, END - 143, window, 0);
    assertThat(java.util.Arrays.copyOf(window, 64)).containsOnly(0f);
    assertThat(window[65]).isEqualTo(.1f);
  }

  @ParameterizedTest
  @CsvSource({
    "0, 0, 0, 1",
    "1023, 1023, 1023, 1",
    "1024, 1024, 1024, 100",
    "1123, 1024, 1024, 100",
    "1124, 1025, 1124, 100",
    "65523, 1668, 65424, 100",
    "65524, 1669, 65524, 12",
    "65535, 1669, 65524, 12"
  })
  void portsFallIntoClasses(int port, int expected, int first, int width) {
    assertThat(PortClasses.of(port)).isEqualTo(expected);
    assertThat(PortClasses.first(expected)).isEqualTo(first);
    assertThat(PortClasses.width(expected)).isEqualTo(width);
  }
}
