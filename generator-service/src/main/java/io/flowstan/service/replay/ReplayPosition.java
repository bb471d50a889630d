package io.flowstan.service.replay;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;

/**
 * How far a replay is: committed together with the flows that lie before it.
 *
 * @param tables what is replayed, in order
 * @param selection whose flows, in words: another selection counts its flows otherwise
 * @param shiftSeconds added to every flow's time
 * @param flows flows on the topic, from the first of the tables on
 * @param isDone whether that is all of them
 */
public record ReplayPosition(
    List<TableIdentity> tables, String selection, long shiftSeconds, long flows, boolean isDone) {
  private static final ObjectMapper JSON = new ObjectMapper();

  public ReplayPosition {
    tables = List.copyOf(tables);
    if (flows < 0) {
      throw new IllegalArgumentException("flows = " + flows + ": expected 0 or more");
    }
  }

  /** The position before the first flow. */
  public static ReplayPosition beginning(
      List<TableIdentity> tables, String selection, long shiftSeconds) {
    return new ReplayPosition(tables, selection, shiftSeconds, 0, false);
  }

  /** The same replay, further on. */
  ReplayPosition at(long newFlows, boolean nowDone) {
    return new ReplayPosition(tables, selection, shiftSeconds, newFlows, nowDone);
  }

  /**
   * Where a replay that wants to begin at {@code wanted} goes on, given that this was reached: here
   * where it is the same one, which then keeps its shift; at its beginning where this one is done.
   *
   * @throws IllegalStateException where this is another replay, not done
   */
  ReplayPosition goOn(ReplayPosition wanted) {
    String difference = difference(wanted);
    if (difference.isEmpty()) {
      return this;
    }
    if (isDone) {
      return wanted;
    }
    throw new IllegalStateException(
        "an earlier replay onto the topic stopped after flow "
            + flows
            + ", and "
            + difference
            + ": expected the same again, so that it goes on without gap or repeat; --restart gives"
            + " it up and begins with these tables");
  }

  /** What is another in {@code wanted}, in words; empty where nothing is. */
  private String difference(ReplayPosition wanted) {
    if (tables.size() != wanted.tables.size()) {
      return "it was of " + tables.size() + " tables, this is of " + wanted.tables.size();
    }
    for (int i = 0; i < tables.size(); i++) {
      if (!tables.get(i).isSameAs(wanted.tables.get(i))) {
        return "its table "
            + (i + 1)
            + " was "
            + tables.get(i)
            + ", now it is "
            + wanted.tables.get(i);
      }
    }
    return selection.equals(wanted.selection)
        ? ""
        : "it was of " + selection + ", this is of " + wanted.selection;
  }

  byte[] toBytes() {
    try {
      return JSON.writeValueAsBytes(this);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("position that JSON cannot hold: " + this, e);
    }
  }

  static ReplayPosition fromBytes(byte[] bytes) {
    try {
      return JSON.readValue(bytes, ReplayPosition.class);
    } catch (IOException e) {
      throw new IllegalArgumentException(
          "no position of a replay: " + new String(bytes, StandardCharsets.UTF_8), e);
    }
  }
}
