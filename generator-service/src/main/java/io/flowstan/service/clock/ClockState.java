package io.flowstan.service.clock;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;

/**
 * What a clock needs to go on after a restart, and its bytes.
 *
 * @param paceText the pace, see {@link Pace#parse}
 * @param orderedPace whether the pace came by an order, and so outlives the configured one
 * @param paused whether simulated time stands still
 * @param simulatedMs simulated time reached, milliseconds since the epoch
 * @param lastOrderId id of the last order taken; Long.MIN_VALUE before the first
 * @param pending orders taken whose time has not come, oldest first
 */
public record ClockState(
    String paceText,
    boolean orderedPace,
    boolean paused,
    long simulatedMs,
    long lastOrderId,
    List<ClockOrder> pending) {
  private static final int VERSION = 1;

  public ClockState {
    pending = List.copyOf(pending);
  }

  /** The versioned bytes that {@link #fromBytes} reads. */
  public byte[] toBytes() {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream(64);
    try (DataOutputStream out = new DataOutputStream(bytes)) {
      out.writeByte(VERSION);
      out.writeUTF(paceText);
      out.writeBoolean(orderedPace);
      out.writeBoolean(paused);
      out.writeLong(simulatedMs);
      out.writeLong(lastOrderId);
      out.writeInt(pending.size());
      for (ClockOrder order : pending) {
        out.writeLong(order.id());
        Long effectiveMs = order.effectiveMs();
        out.writeBoolean(effectiveMs != null);
        out.writeLong(effectiveMs == null ? 0 : effectiveMs);
        out.writeUTF(order.change().text());
      }
    } catch (IOException e) {
      throw new UncheckedIOException("clock state " + this + " cannot be written", e);
    }
    return bytes.toByteArray();
  }

  /**
   * Reads what {@link #toBytes} wrote.
   *
   * @throws IllegalArgumentException where the bytes are cut short or of another version
   */
  public static ClockState fromBytes(byte[] bytes) {
    try (DataInputStream in = new DataInputStream(new ByteArrayInputStream(bytes))) {
      int version = in.readUnsignedByte();
      if (version != VERSION) {
        throw new IllegalArgumentException(
            "clock state has version " + version + ": expected " + VERSION);
      }
      String paceText = in.readUTF();
      boolean orderedPace = in.readBoolean();
      boolean paused = in.readBoolean();
      long simulatedMs = in.readLong();
      long lastOrderId = in.readLong();
      List<ClockOrder> pending = new ArrayList<>();
      for (int left = in.readInt(); left > 0; left--) {
        long id = in.readLong();
        boolean timed = in.readBoolean();
        long effectiveMs = in.readLong();
        pending.add(
            new ClockOrder(id, timed ? effectiveMs : null, ClockOrder.Change.parse(in.readUTF())));
      }
      return new ClockState(paceText, orderedPace, paused, simulatedMs, lastOrderId, pending);
    } catch (IOException e) {
      throw new IllegalArgumentException(
          "clock state of " + bytes.length + " bytes is cut short or damaged", e);
    }
  }
}
