package io.flowstan.codec;

import java.nio.ByteBuffer;
import java.util.Arrays;

/**
 * How many flows of each service class the host has had since its start: what a host is for. Its
 * last flows say what it is doing, and are forgotten; these counts are what it comes back to.
 */
final class UsedServices {
  private static final int STEP = 64;

  /** Flows by class; as long as the highest class seen asks for. */
  private int[] flows = new int[0];

  /** The same on {@link AgeScale}, as the network is given them. */
  private byte[] scaled = new byte[0];

  /** Flows of the class that has most, among the classes 1 to {@code mostUpTo}. */
  private int most;

  private int mostUpTo;

  /** Counts a flow of class {@code service}. */
  void add(int service) {
    ensure(service);
    flows[service]++;
    if (service >= 1 && service <= mostUpTo) {
      most = Math.max(most, flows[service]);
    }
    scaled[service] = (byte) AgeScale.of(flows[service]);
  }

  /** Flows of the class that has most, among the classes 1 to {@code last}. */
  int most(int last) {
    if (last != mostUpTo) {
      most = 0;
      mostUpTo = last;
      for (int service = Math.min(last, flows.length - 1); service >= 1; service--) {
        most = Math.max(most, flows[service]);
      }
    }
    return most;
  }

  /** Writes the counts of the first {@code classes} classes, unsigned bytes. */
  void write(byte[] out, int offset, int classes) {
    int known = Math.min(classes, scaled.length);
    System.arraycopy(scaled, 0, out, offset, known);
    Arrays.fill(out, offset + known, offset + classes, (byte) 0);
  }

  /** Writes the classes that have flows, their distances and numbers as variable-length bytes. */
  void write(ByteBuffer out) {
    int used = 0;
    for (int count : flows) {
      used += count > 0 ? 1 : 0;
    }
    writeVariable(out, used);
    int before = 0;
    for (int service = 0; service < flows.length; service++) {
      if (flows[service] > 0) {
        writeVariable(out, service - before);
        writeVariable(out, flows[service]);
        before = service;
      }
    }
  }

  void read(ByteBuffer in) {
    mostUpTo = 0;
    int used = readVariable(in);
    int service = 0;
    for (int i = 0; i < used; i++) {
      service += readVariable(in);
      if (service < 0 || service >= FlowRow.MOST_SERVICES) {
        throw new IllegalArgumentException(
            "host state: service class "
                + service
                + ": expected 0.."
                + (FlowRow.MOST_SERVICES - 1)
                + "; start the host anew");
      }
      ensure(service);
      flows[service] = readVariable(in);
      scaled[service] = (byte) AgeScale.of(flows[service]);
    }
  }

  private void ensure(int service) {
    if (service >= flows.length) {
      int length = (service / STEP + 1) * STEP;
      flows = Arrays.copyOf(flows, length);
      scaled = Arrays.copyOf(scaled, length);
    }
  }

  private static void writeVariable(ByteBuffer out, int value) {
    int rest = value;
    while (rest >= 128) {
      out.put((byte) ((rest & 127) | 128));
      rest >>>= 7;
    }
    out.put((byte) rest);
  }

  private static int readVariable(ByteBuffer in) {
    int value = 0;
    for (int shift = 0; shift < 32; shift += 7) {
      byte next = in.get();
      value |= (next & 127) << shift;
      if (next >= 0) {
        return value;
      }
    }
    throw new IllegalArgumentException(
        "host state: a number of more than five bytes; start the host anew");
  }
}
