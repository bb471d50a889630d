package io.flowstan.flow;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.flowstan.testing.PropertyTest;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** {@link Ipv4}, {@link Network}, {@link TcpFlags} and {@link IpProtocol} as text. */
class AddressTextTest {
  @PropertyTest
  void parsingUndoesFormatting(long seed) {
    int address = new Random(seed).nextInt();

    assertThat(Ipv4.parse(Ipv4.format(address))).isEqualTo(address);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "1.2.3",
        "1.2.3.4.5",
        "1.2.3.256",
        "1..2.3",
        ".1.2.3",
        "1.2.3.",
        "a.b.c.d",
        " 1.2.3.4",
        "1.2.3.4/8",
        "-1.2.3.4",
        "99999999999.1.1.1"
      })
  void whatIsNoAddressIsRefused(String text) {
    assertThatThrownBy(() -> Ipv4.parse(text))
        .hasMessage("IPv4 address \"" + text + "\": expected four numbers 0..255 joined by dots");
  }

  @Test
  void aNetworkHoldsItsAddressesAndNoOthers() {
    Network network = Network.parse("10.1.2.200/25");

    assertThat(network).hasToString("10.1.2.128/25");
    assertThat(network.size()).isEqualTo(128);
    assertThat(network.contains(Ipv4.parse("10.1.2.128"))).isTrue();
    assertThat(network.contains(Ipv4.parse("10.1.2.255"))).isTrue();
    assertThat(network.contains(Ipv4.parse("10.1.2.127"))).isFalse();
    assertThat(network.contains(Ipv4.parse("10.1.3.0"))).isFalse();
    assertThat(Ipv4.format(network.address(127))).isEqualTo("10.1.2.255");
    assertThatThrownBy(() -> network.address(128)).hasMessageContaining("expected 0..127");
  }

  @Test
  void theWholeInternetIsANetwork() {
    Network network = Network.parse("0.0.0.0/0");

    assertThat(network.size()).isEqualTo(1L << 32);
    assertThat(network.contains(-1)).isTrue();
    assertThat(network.address((1L << 32) - 1)).isEqualTo(-1);
  }

  @ParameterizedTest
  @ValueSource(strings = {"10.0.0.0", "10.0.0.0/33", "10.0.0.0/-1", "10.0.0.0/x", "10.0.0/8", "/8"})
  void whatIsNoNetworkIsRefused(String text) {
    assertThatThrownBy(() -> Network.parse(text)).isInstanceOf(IllegalArgumentException.class);
  }

  @ParameterizedTest
  @CsvSource({
    "......,0",
    ".....F,1",
    "....S.,2",
    "...R..,4",
    "..P...,8",
    ".A....,16",
    "U.....,32",
    "UAPRSF,63",
    ".AP.SF,27"
  })
  void flagsAreTheBitsOfTheirLetters(String text, int flags) {
    assertThat(TcpFlags.parse(text)).isEqualTo(flags);
    assertThat(TcpFlags.format(flags)).isEqualTo(text);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", ".....", ".......", "A.....", ".a....", ".AP.FS"})
  void whatIsNoFlagsIsMinusOne(String text) {
    assertThat(TcpFlags.parse(text)).isEqualTo(-1);
  }

  @Test
  void everyProtocolNumberIsReadBackFromItsName() {
    for (int protocol = 0; protocol <= 255; protocol++) {
      assertThat(IpProtocol.parse(IpProtocol.format(protocol))).isEqualTo(protocol);
    }
    assertThat(IpProtocol.format(IpProtocol.GRE)).isEqualTo("GRE");
    assertThat(IpProtocol.parse("256")).isEqualTo(-1);
    assertThat(IpProtocol.parse("tcp")).isEqualTo(-1);
  }
}
