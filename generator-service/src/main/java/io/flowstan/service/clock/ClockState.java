package io.flowstan.service.clock;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;

/**
 * What a clock needs to go on after a restart, and its bytes.
 *
 * @param paceText the pace, see {@link Pace#parse}
 * @param orderedPace whether the pace came by a command, and so outlives the configured one
 * @param paceSinceMs wall time at which the pace began to hold, milliseconds since the epoch
 * @param paused whether simulated time stands still
 * @param started whether simulated time has begun, which it does with the first host
 * @param simulatedMs simulated time reached, milliseconds since the epoch
 * @param provider the execution provider that drew the flows so far; empty where it is not known
 */
public record ClockState(
    String paceText,
    boolean orderedPace,
    long paceSinceMs,
    boolean paused,
    boolean started,
    long simulatedMs,
    String provider) {
  private static final int VERSION = 2;

  /** The versioned bytes that {@link #fromBytes} reads. */
  public byte[] toBytes() {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream(64);
    try (DataOutputStream out = new DataOutputStream(bytes)) {
      out.writeByte(VERSION);
      out.writeUTF(paceText);
      out.writeBoolean(orderedPace);
      out.writeLong(paceSinceMs);
      out.writeBoolean(paused);
      out.writeBoolean(started);
      out.writeLong(simulatedMs);
      out.writeUTF(provider);
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
            "clock state has version "
                + version
                + ", expected "
                + VERSION
                + ": it is of another version of the program; give the run another application id");
      }
      return new ClockState(
          in.readUTF(),
          in.readBoolean(),
          in.readLong(),
          in.readBoolean(),
          in.readBoolean(),
          in.readLong(),
          in.readUTF());
    } catch (IOException e) {
      throw new IllegalArgumentException(
          "clock state of " + bytes.length + " bytes is cut short or damaged", e);
    }
  }
}
