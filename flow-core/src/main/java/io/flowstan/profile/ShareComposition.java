package io.flowstan.profile;

import io.flowstan.flow.IpProtocol;
import java.util.Arrays;
import java.util.List;

/**
 * Makes the shares of a drawn profile parts of one whole. A copula draws each share from its own
 * marginal, so that a host may be asked for nine flows of ten on the web and half of them by mail,
 * which no host can make.
 *
 * <p>What a host is for makes way, and what it does besides stays: of shares that are to add up to
 * a whole, those of {@value #LARGE} and more, or else the largest one, are scaled, and the others
 * kept. Where they would have to grow more than {@value #MOST_GROWTH} times, the share that is
 * largest beside those of other hosts takes what is left instead: it is what the host is for. So
 * the shares t, u and i of TCP, UDP and ICMP come to a sum of 1, and the kinds of services to that
 * of t and u. Then the flows with ports are spread over protocols and kinds by iterative
 * proportional fitting (Deming and Stephan, Annals of Mathematical Statistics 11, 1940): from the
 * products of the shares, 0 where a kind does not speak a protocol, to rows that add up to t and u
 * and columns as near to the kinds' shares as that allows. The shares are the sums of what comes
 * out.
 *
 * <p>Where a profile lacks a share of a protocol or of a kind of services, it is left as it is.
 */
final class ShareComposition {
  private static final int ROUNDS = 30;
  private static final double LARGE = 0.1;
  private static final double MOST_GROWTH = 4;

  /** Less than a share that any host can show, so that nothing is divided by 0. */
  private static final double LEAST = 1e-9;

  private static final List<Integer> WITH_PORTS = List.of(IpProtocol.TCP, IpProtocol.UDP);
  private static final List<FlowShare> KINDS =
      Arrays.stream(FlowShare.values()).filter(FlowShare::isService).toList();

  private final int[] protocols;
  private final int icmp;
  private final int[] kinds;
  private final int atHost;
  private final boolean isWhole;

  /**
   * @param features names of the profile's features
   */
  ShareComposition(List<String> features) {
    protocols = places(features, List.of(FlowShare.TCP, FlowShare.UDP));
    icmp = features.indexOf(FlowShare.ICMP.title());
    kinds = places(features, KINDS);
    atHost = features.indexOf(FlowShare.SERVICE_AT_HOST.title());
    isWhole =
        icmp >= 0
            && Arrays.stream(protocols).allMatch(place -> place >= 0)
            && Arrays.stream(kinds).allMatch(place -> place >= 0);
  }

  private static int[] places(List<String> features, List<FlowShare> shares) {
    return shares.stream().mapToInt(share -> features.indexOf(share.title())).toArray();
  }

  /**
   * Settles the shares among {@code values}, which are ln of the odds.
   *
   * @param ranks for each value the part of hosts that lie below it
   */
  void settle(double[] values, double[] ranks) {
    if (!isWhole) {
      return;
    }
    double[] ofProtocols = {
      part(values[protocols[0]]), part(values[protocols[1]]), part(values[icmp])
    };
    double[] ranksOfProtocols = {ranks[protocols[0]], ranks[protocols[1]], ranks[icmp]};
    addUp(ofProtocols, ranksOfProtocols, 1);
    double[] rows = Arrays.copyOf(ofProtocols, protocols.length);
    double[] columns = Arrays.stream(kinds).mapToDouble(place -> part(values[place])).toArray();
    double[] ranksOfKinds = Arrays.stream(kinds).mapToDouble(place -> ranks[place]).toArray();
    addUp(columns, ranksOfKinds, rows[0] + rows[1]);
    double[][] table = fitted(rows, columns);
    values[icmp] = logOdds(ofProtocols[2]);
    for (int p = 0; p < protocols.length; p++) {
      values[protocols[p]] = logOdds(Arrays.stream(table[p]).sum());
    }
    double least = 0;
    double most = 0;
    for (int k = 0; k < kinds.length; k++) {
      double share = table[0][k] + table[1][k];
      values[kinds[k]] = logOdds(share);
      most += KINDS.get(k).isOfferedBy(true) ? share : 0;
      least += KINDS.get(k).isOfferedBy(false) ? 0 : share;
    }
    if (atHost >= 0) {
      values[atHost] = logOdds(Math.max(least, Math.min(most, part(values[atHost]))));
    }
  }

  /** Changes {@code shares} so that all add up to {@code whole}. */
  private static void addUp(double[] shares, double[] ranks, double whole) {
    double all = Arrays.stream(shares).sum();
    double large = Math.min(LARGE, Arrays.stream(shares).max().orElse(0));
    double small = Arrays.stream(shares).filter(share -> share < large).sum();
    double factor = (whole - small) / (all - small);
    int main = 0;
    for (int i = 1; i < shares.length; i++) {
      main = ranks[i] > ranks[main] ? i : main;
    }
    if (factor > MOST_GROWTH) {
      shares[main] += whole - all;
    } else {
      for (int i = 0; i < shares.length; i++) {
        // many small shares may be more than the whole: then all make way
        if (factor <= 0) {
          shares[i] *= whole / all;
        } else if (shares[i] >= large) {
          shares[i] *= factor;
        }
      }
    }
  }

  /** Protocols by kinds, adding up to {@code rows}; as {@code columns} where that may be. */
  private static double[][] fitted(double[] rows, double[] columns) {
    double[][] table = new double[rows.length][columns.length];
    for (int p = 0; p < rows.length; p++) {
      for (int k = 0; k < columns.length; k++) {
        boolean speaks = KINDS.get(k).speaks(WITH_PORTS.get(p));
        table[p][k] = speaks ? Math.max(LEAST, rows[p] * columns[k]) : 0;
      }
    }
    for (int round = 0; round < ROUNDS; round++) {
      for (int k = 0; k < columns.length; k++) {
        double sum = table[0][k] + table[1][k];
        table[0][k] *= columns[k] / sum;
        table[1][k] *= columns[k] / sum;
      }
      for (int p = 0; p < rows.length; p++) {
        double due = rows[p] / Arrays.stream(table[p]).sum();
        for (int k = 0; k < columns.length; k++) {
          table[p][k] *= due;
        }
      }
    }
    return table;
  }

  private static double part(double logOdds) {
    return 1 / (1 + Math.exp(-logOdds));
  }

  private static double logOdds(double part) {
    double inside = Math.max(LEAST, Math.min(1 - LEAST, part));
    return Math.log(inside / (1 - inside));
  }
}
