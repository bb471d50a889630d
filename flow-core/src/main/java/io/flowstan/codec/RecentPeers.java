package io.flowstan.codec;

import io.flowstan.codec.ServiceClass.Kind;
import java.nio.ByteBuffer;

/**
 * The host's last 64 peers in order of last use, each with the row of its last flow.
 *
 * <p>Slots hold the peers; {@code order} lists the slots, latest first, so that a move to the front
 * moves bytes only.
 */
final class RecentPeers {
  private static final int CAPACITY = CodecSpec.PEERS;

  private final byte[] order = new byte[CAPACITY];
  private final int[] address = new int[CAPACITY];
  private final long[] lastSecond = new long[CAPACITY];
  private final long[] lastStep = new long[CAPACITY];
  private final int[] flows = new int[CAPACITY];
  private final byte[] rows = new byte[CAPACITY * FlowRow.BYTES];
  private final byte[] kind = new byte[CAPACITY];
  private final boolean[] atHost = new boolean[CAPACITY];
  private final int[] servicePort = new int[CAPACITY];
  private final int[] otherPort = new int[CAPACITY];
  private final int[] protocol = new int[CAPACITY];
  private int size;

  int size() {
    return size;
  }

  /** Place of {@code peer} among the recent ones, 0 the latest, or -1. */
  int placeOf(int peer) {
    for (int k = 0; k < size; k++) {
      if (address[order[k]] == peer) {
        return k;
      }
    }
    return -1;
  }

  int slotAt(int place) {
    if (place < 0 || place >= size) {
      throw new IllegalArgumentException(
          "recent peer " + place + ": expected 0.." + (size - 1) + ", the peers known");
    }
    return order[place];
  }

  int address(int slot) {
    return address[slot];
  }

  long lastSecond(int slot) {
    return lastSecond[slot];
  }

  /** Step number of the last flow with the peer in {@code slot}. */
  long lastStep(int slot) {
    return lastStep[slot];
  }

  int flows(int slot) {
    return flows[slot];
  }

  int protocol(int slot) {
    return protocol[slot];
  }

  int otherPort(int slot) {
    return otherPort[slot];
  }

  int servicePort(int slot) {
    return servicePort[slot];
  }

  boolean atHost(int slot) {
    return atHost[slot];
  }

  Kind kind(int slot) {
    return Kind.of(kind[slot]);
  }

  /** The row of the last flow with each peer, by slot. */
  byte[] rows() {
    return rows;
  }

  /** Flows of the peer that has most. */
  int mostFlows() {
    int most = 0;
    for (int slot = 0; slot < size; slot++) {
      most = Math.max(most, flows[slot]);
    }
    return most;
  }

  /** Forgets all of them. */
  void clear() {
    size = 0;
  }

  /** Moves {@code peer} to the front, letting the last one go where all places are taken. */
  int touch(int peer) {
    int place = placeOf(peer);
    int slot;
    if (place >= 0) {
      slot = order[place];
    } else if (size < CAPACITY) {
      place = size;
      slot = size++;
      flows[slot] = 0;
    } else {
      place = CAPACITY - 1;
      slot = order[place];
      flows[slot] = 0;
    }
    System.arraycopy(order, 0, order, 1, place);
    order[0] = (byte) slot;
    address[slot] = peer;
    return slot;
  }

  void remember(int slot, long second, long step, int ipProtocol, ServiceClass service, int other) {
    lastSecond[slot] = second;
    lastStep[slot] = step;
    flows[slot]++;
    protocol[slot] = ipProtocol;
    kind[slot] = service.kind().code();
    atHost[slot] = service.atHost();
    servicePort[slot] = service.port();
    otherPort[slot] = other;
  }

  void write(ByteBuffer out) {
    out.put((byte) size);
    for (int k = 0; k < size; k++) {
      int slot = order[k];
      out.putInt(address[slot]).putLong(lastSecond[slot]).putLong(lastStep[slot]);
      out.putInt(flows[slot]);
      out.put(rows, slot * FlowRow.BYTES, FlowRow.BYTES);
      out.put(kind[slot]).put((byte) (atHost[slot] ? 1 : 0)).put((byte) protocol[slot]);
      out.putShort((short) servicePort[slot]).putShort((short) otherPort[slot]);
    }
  }

  void read(ByteBuffer in) {
    size = in.get();
    for (int slot = 0; slot < size; slot++) {
      order[slot] = (byte) slot;
      address[slot] = in.getInt();
      lastSecond[slot] = in.getLong();
      lastStep[slot] = in.getLong();
      flows[slot] = in.getInt();
      in.get(rows, slot * FlowRow.BYTES, FlowRow.BYTES);
      kind[slot] = in.get();
      atHost[slot] = in.get() == 1;
      protocol[slot] = in.get() & 255;
      servicePort[slot] = in.getShort() & 0xFFFF;
      otherPort[slot] = in.getShort() & 0xFFFF;
    }
  }
}
