package io.flowstan.trainer.metric.temporal;

import io.flowstan.flow.Flow;
import io.flowstan.trainer.table.Attribute;
import java.util.List;

/**
 * An attribute of a host's flows as a series of real numbers, one a flow, in the stream's order.
 */
public enum FlowSeries {
  /** ln(bytes). */
  BYTES("bytes", "ln(bytes)", Attribute.BYTES) {
    @Override
    double scaled(double value) {
      return Math.log(value);
    }
  },
  /** ln(1 + duration in milliseconds). */
  DURATION("duration", "ln(1 + duration)", Attribute.DURATION) {
    @Override
    double scaled(double value) {
      return Math.log1p(value);
    }
  },
  /** 0 where the host is the source, 1 where it is the destination. */
  DIRECTION("direction", "direction", Attribute.DIRECTION) {
    @Override
    double scaled(double value) {
      return value;
    }
  },
  /** ln(1 + seconds since the host's previous flow), from the second flow on. */
  GAP("gap", "ln(1 + delta-t)", Attribute.GAP) {
    @Override
    double scaled(double value) {
      return Math.log1p(value);
    }
  };

  private final String key;
  private final String title;
  private final Attribute attribute;

  FlowSeries(String key, String title, Attribute attribute) {
    this.key = key;
    this.title = title;
    this.attribute = attribute;
  }

  /** What it is called in keys. */
  public String key() {
    return key;
  }

  /** The series in words, as reports print it. */
  public String title() {
    return title;
  }

  abstract double scaled(double value);

  /** The series of {@code flows}, the stream of {@code host}. */
  double[] of(int host, List<Flow> flows) {
    int first = this == GAP ? 1 : 0; // nothing came before the first flow
    double[] series = new double[Math.max(0, flows.size() - first)];
    for (int i = 0; i < series.length; i++) {
      int at = i + first;
      Flow flow = flows.get(at);
      long previousEnd = flows.get(Math.max(0, at - 1)).endSecond();
      series[i] = scaled((double) attribute.of(flow, host, previousEnd));
    }
    return series;
  }
}
