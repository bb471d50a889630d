package io.flowstan.trainer.table;

import io.flowstan.flow.Flow;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;

/**
 * The attributes of one host's flows as columns.
 *
 * @param host the host's address
 * @param values by attribute one number a flow, in the order of the stream
 */
public record AttributeColumns(int host, Map<Attribute, long[]> values) {

  /** The columns of {@code flows}, the stream of {@code host} that began at {@code startSecond}. */
  public static AttributeColumns of(int host, List<Flow> flows, long startSecond) {
    Map<Attribute, long[]> values = new EnumMap<>(Attribute.class);
    for (Attribute attribute : Attribute.values()) {
      long[] column = new long[flows.size()];
      long previous = startSecond;
      for (int i = 0; i < column.length; i++) {
        Flow flow = flows.get(i);
        column[i] = attribute.of(flow, host, previous);
        previous = flow.endSecond();
      }
      values.put(attribute, column);
    }
    return new AttributeColumns(host, values);
  }

  /** The column of {@code attribute}. */
  public long[] column(Attribute attribute) {
    long[] column = values.get(attribute);
    if (column == null) {
      throw new IllegalArgumentException("no column of " + attribute.title());
    }
    return column;
  }
}
