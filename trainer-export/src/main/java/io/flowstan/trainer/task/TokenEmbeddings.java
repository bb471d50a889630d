package io.flowstan.trainer.task;

import io.flowstan.flow.Flow;
import io.flowstan.flow.IpProtocol;
import io.flowstan.trainer.table.FlowTable;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.hipparchus.linear.Array2DRowRealMatrix;
import org.hipparchus.linear.RealMatrix;
import org.hipparchus.linear.SingularValueDecomposition;

/**
 * Vectors of 8 numbers for services and for first octets of peers: alike where the same hosts have
 * them. Peers' addresses are pseudonyms, so no more of them than the octet means anything.
 *
 * <p>The matrix of hosts and tokens holds the positive pointwise mutual information max(0, ln p(h,
 * t) / (p(h) p(t))), and with its singular value decomposition U S V' the vectors are the rows of V
 * S^(1/2), cut to 8 columns (Levy and Goldberg, NIPS 2014, section 3). Tokens are those of 2 hosts
 * or more, at most 300 by number of hosts; others have the vector 0.
 */
public final class TokenEmbeddings implements RowExtras {
  private static final int DIMENSIONS = 8;
  private static final int TOKENS = 300;
  private static final int LEAST_HOSTS = 2;

  /**
   * Bits of a token: that it is a service, and that the host has it; below its protocol and port.
   */
  private static final long SERVICE = 1L << 32;

  private static final long AT_HOST = 1L << 24;
  private static final int PROTOCOL_SHIFT = 16;

  private final Map<Long, double[]> vectors = new HashMap<>();

  /** The vectors that {@code table}'s flows teach. */
  public TokenEmbeddings(FlowTable table) {
    List<Map<Long, Integer>> counts = new ArrayList<>();
    Map<Long, Integer> hosts = new HashMap<>();
    table
        .byHost()
        .forEach(
            (host, flows) -> {
              Map<Long, Integer> ofHost = new HashMap<>();
              for (Flow flow : flows) {
                ofHost.merge(service(flow, host), 1, Integer::sum);
                ofHost.merge(octet(flow, host), 1, Integer::sum);
              }
              ofHost.keySet().forEach(token -> hosts.merge(token, 1, Integer::sum));
              counts.add(ofHost);
            });
    List<Long> tokens =
        hosts.entrySet().stream()
            .filter(entry -> entry.getValue() >= LEAST_HOSTS)
            .sorted(
                Map.Entry.<Long, Integer>comparingByValue()
                    .reversed()
                    .thenComparing(Map.Entry.comparingByKey()))
            .limit(TOKENS)
            .map(Map.Entry::getKey)
            .toList();
    if (!tokens.isEmpty()) {
      factorise(counts, tokens);
    }
  }

  private void factorise(List<Map<Long, Integer>> counts, List<Long> tokens) {
    double[][] information = information(counts, tokens);
    SingularValueDecomposition parts =
        new SingularValueDecomposition(new Array2DRowRealMatrix(information, false));
    RealMatrix right = parts.getV();
    double[] singular = parts.getSingularValues();
    for (int t = 0; t < tokens.size(); t++) {
      double[] vector = new double[DIMENSIONS];
      for (int d = 0; d < Math.min(DIMENSIONS, singular.length); d++) {
        vector[d] = right.getEntry(t, d) * Math.sqrt(singular[d]);
      }
      vectors.put(tokens.get(t), vector);
    }
  }

  /** Positive pointwise mutual information, float64 [hosts, tokens]. */
  private static double[][] information(List<Map<Long, Integer>> counts, List<Long> tokens) {
    double[][] table = new double[counts.size()][tokens.size()];
    double[] ofHost = new double[counts.size()];
    double[] ofToken = new double[tokens.size()];
    double all = 0;
    for (int h = 0; h < table.length; h++) {
      for (int t = 0; t < ofToken.length; t++) {
        double count = counts.get(h).getOrDefault(tokens.get(t), 0);
        table[h][t] = count;
        ofHost[h] += count;
        ofToken[t] += count;
        all += count;
      }
    }
    for (int h = 0; h < table.length; h++) {
      for (int t = 0; t < ofToken.length; t++) {
        double count = table[h][t];
        table[h][t] = count == 0 ? 0 : Math.max(0, Math.log(count * all / ofHost[h] / ofToken[t]));
      }
    }
    return table;
  }

  /** The vectors of services by their names, such as {@code TCP 443} or {@code TCP 22 here}. */
  public Map<String, double[]> services() {
    Map<String, double[]> services = new TreeMap<>();
    vectors.forEach(
        (token, vector) -> {
          if ((token & SERVICE) != 0) {
            int protocol = (int) (token >> PROTOCOL_SHIFT & 0xFF);
            String here = (token & AT_HOST) == 0 ? "" : " here";
            services.put(
                IpProtocol.format(protocol) + " " + (token & 0xFFFF) + here, vector.clone());
          }
        });
    return services;
  }

  @Override
  public int width() {
    return 2 * DIMENSIONS;
  }

  @Override
  public void write(Flow flow, int host, double[] row, int offset) {
    copy(service(flow, host), row, offset);
    copy(octet(flow, host), row, offset + DIMENSIONS);
  }

  private void copy(long token, double[] row, int offset) {
    double[] vector = vectors.get(token);
    if (vector != null) {
      System.arraycopy(vector, 0, row, offset, DIMENSIONS);
    }
  }

  /** Protocol, the lower port and whether the host has it. */
  private static long service(Flow flow, int host) {
    int port = Math.min(flow.sourcePort(), flow.destinationPort());
    boolean atHost = (flow.sourcePort() == port) == (flow.source() == host);
    return SERVICE | (atHost ? AT_HOST : 0) | (long) flow.protocol() << PROTOCOL_SHIFT | port;
  }

  private static long octet(Flow flow, int host) {
    return Integer.toUnsignedLong(flow.peerOf(host)) >>> 24;
  }
}
