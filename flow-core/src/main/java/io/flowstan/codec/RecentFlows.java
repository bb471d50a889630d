package io.flowstan.codec;

import io.flowstan.flow.IpProtocol;
import java.nio.ByteBuffer;

/**
 * The host's last flows: the rows of the last 32, and of the last 8 what it takes to answer them.
 * Both are rings indexed by step number, and as long as a power of two, so that a place is some of
 * its bits: a step looks up a hundred places.
 */
final class RecentFlows {
  private static final int ROWS = CodecSpec.HISTORY;
  private static final int ANSWERABLE = CodecSpec.REPLIES;

  private final byte[] rows = new byte[ROWS * FlowRow.BYTES];
  private final long[] second = new long[ROWS];
  private final int[] peer = new int[ANSWERABLE];
  private final byte[] direction = new byte[ANSWERABLE];
  private final int[] hostPort = new int[ANSWERABLE];
  private final int[] peerPort = new int[ANSWERABLE];
  private final int[] protocol = new int[ANSWERABLE];
  private final int[] duration = new int[ANSWERABLE];
  private final boolean[] answered = new boolean[ANSWERABLE];

  /** Whether a later flow has the same 5-tuple. */
  private final boolean[] repeated = new boolean[ANSWERABLE];

  private long steps;

  /**
   * Flows before this step may not be answered. No part of the state: only training closes them.
   */
  private long firstAnswerable;

  /** Number of flows seen so far: the step number of the next. */
  long steps() {
    return steps;
  }

  /** The ring of rows. */
  byte[] rows() {
    return rows;
  }

  /** Place in the ring of rows of the flow {@code back} flows ago (1 the last). */
  int row(int back) {
    return (int) (steps - back) & (ROWS - 1);
  }

  /** Row of the flow that is being added. */
  int nextRow() {
    return row(0);
  }

  long second(int row) {
    return second[row];
  }

  private int place(int back) {
    return (int) (steps - back) & (ANSWERABLE - 1);
  }

  /**
   * Whether a flow may be the reply to the flow {@code back} flows ago: there is one, its reverse
   * keeps the rules (an ICMP request's type stands in the destination port, so its reverse would
   * not), and no later flow has the same 5-tuple.
   */
  boolean mayAnswer(int back) {
    if (back > steps - firstAnswerable) {
      return false;
    }
    int p = place(back);
    return !repeated[p] && (protocol[p] != IpProtocol.ICMP || peerPort[p] + hostPort[p] == 0);
  }

  /** From now on none of the flows so far may be answered. */
  void closeAnswers() {
    firstAnswerable = steps;
  }

  boolean answered(int back) {
    return answered[place(back)];
  }

  int peer(int back) {
    return peer[place(back)];
  }

  int direction(int back) {
    return direction[place(back)];
  }

  int hostPort(int back) {
    return hostPort[place(back)];
  }

  int peerPort(int back) {
    return peerPort[place(back)];
  }

  int protocol(int back) {
    return protocol[place(back)];
  }

  /** Duration in steps of 4 ms. */
  int duration(int back) {
    return duration[place(back)];
  }

  /** The latest flow whose exact reverse this is, as flows ago (1 the last), or 0. */
  int answeredBy(int flowPeer, int flowDirection, int flowHostPort, int flowPeerPort, int ip) {
    for (int back = 1; back <= ANSWERABLE; back++) {
      if (mayAnswer(back)) {
        int p = place(back);
        if (peer[p] == flowPeer
            && direction[p] != flowDirection
            && hostPort[p] == flowHostPort
            && peerPort[p] == flowPeerPort
            && protocol[p] == ip) {
          return back;
        }
      }
    }
    return 0;
  }

  /** Adds the flow whose row has been written to {@link #nextRow()}. */
  void add(
      long endSecond,
      int answers,
      int flowPeer,
      int flowDirection,
      int flowHostPort,
      int flowPeerPort,
      int ip,
      int durationSteps) {
    if (answers > 0) {
      answered[place(answers)] = true;
    }
    second[nextRow()] = endSecond;
    int p = place(0);
    peer[p] = flowPeer;
    direction[p] = (byte) flowDirection;
    hostPort[p] = flowHostPort;
    peerPort[p] = flowPeerPort;
    protocol[p] = ip;
    duration[p] = durationSteps;
    answered[p] = false;
    steps++;
    markRepeated(1);
  }

  /** Marks those whose 5-tuple the flow {@code back} flows ago has again. */
  private void markRepeated(int back) {
    int p = place(back);
    repeated[p] = false;
    int known = (int) Math.min(ANSWERABLE, steps);
    for (int earlier = back + 1; earlier <= known; earlier++) {
      int q = place(earlier);
      repeated[q] |= sameFiveTuple(p, q);
    }
  }

  void write(ByteBuffer out) {
    out.putLong(steps).put(rows);
    for (long s : second) {
      out.putLong(s);
    }
    for (int p = 0; p < ANSWERABLE; p++) {
      out.putInt(peer[p]).put(direction[p]).putShort((short) hostPort[p]);
      out.putShort((short) peerPort[p]).put((byte) protocol[p]);
      out.put((byte) (answered[p] ? 1 : 0)).putInt(duration[p]);
    }
  }

  void read(ByteBuffer in) {
    steps = in.getLong();
    in.get(rows);
    for (int i = 0; i < second.length; i++) {
      second[i] = in.getLong();
    }
    for (int p = 0; p < ANSWERABLE; p++) {
      peer[p] = in.getInt();
      direction[p] = in.get();
      hostPort[p] = in.getShort() & 0xFFFF;
      peerPort[p] = in.getShort() & 0xFFFF;
      protocol[p] = in.get() & 255;
      answered[p] = in.get() == 1;
      duration[p] = in.getInt();
    }
    for (int back = (int) Math.min(ANSWERABLE, steps); back >= 1; back--) {
      markRepeated(back);
    }
  }

  private boolean sameFiveTuple(int a, int b) {
    return peer[a] == peer[b]
        && direction[a] == direction[b]
        && hostPort[a] == hostPort[b]
        && peerPort[a] == peerPort[b]
        && protocol[a] == protocol[b];
  }
}
