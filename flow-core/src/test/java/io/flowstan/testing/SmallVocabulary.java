package io.flowstan.testing;

import io.flowstan.codec.CodecSpec;
import io.flowstan.codec.ServiceClass;
import io.flowstan.codec.ServiceClass.Kind;
import io.flowstan.flow.IpProtocol;
import io.flowstan.flow.TcpFlags;
import java.util.List;

/** A codec's vocabularies, small, with every kind of value in them. */
public final class SmallVocabulary {
  private static final int A = TcpFlags.ACK;
  private static final int S = TcpFlags.SYN;
  private static final int P = TcpFlags.PSH;
  private static final int F = TcpFlags.FIN;

  private SmallVocabulary() {}

  public static CodecSpec spec() {
    return new CodecSpec(
        List.of(IpProtocol.TCP, IpProtocol.UDP, IpProtocol.ICMP, IpProtocol.GRE, IpProtocol.ESP),
        List.of(
            new ServiceClass(Kind.PORT, false, 443),
            new ServiceClass(Kind.PORT, false, 53),
            new ServiceClass(Kind.PORT, true, 443),
            new ServiceClass(Kind.ICMP, false, 2_048),
            new ServiceClass(Kind.PORT, true, 22),
            ServiceClass.WITHOUT_PORTS,
            new ServiceClass(Kind.PORT, false, 123),
            new ServiceClass(Kind.ICMP, false, 0)),
        List.of(443, 123, 53),
        List.of(1, 512, 1_024, 4_096, 5_120, 8_192, 32_768, 49_152, 50_176, 60_000),
        List.of(0, 8, 72),
        List.of(A | P | S | F, A, 0, A | P, S, A | F, A | TcpFlags.RST, TcpFlags.RST, A | P | S),
        List.of(40, 52, 60, 28, 76, 84, 1_500, 104),
        List.of(750, 20, 3_750),
        List.of("background", "blacklist"),
        List.of(8, 31, 77, 143, 200),
        4_000_000,
        1e-4,
        false,
        false);
  }
}
