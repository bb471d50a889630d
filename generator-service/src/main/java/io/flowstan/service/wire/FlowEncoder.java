package io.flowstan.service.wire;

import io.flowstan.flow.Flow;
import io.flowstan.flow.HostFlow;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * Writes flows as {@code FlowRecord} values: Confluent's frame, then Avro binary.
 *
 * <p>Byte for byte what Avro's own writer gives, at a fraction of its cost: the fields stand below
 * in the schema's order, integers as zigzag varints, strings as their length and UTF-8 (Avro 1.12
 * specification, "Binary encoding"). The buffer is kept between calls, so that the returned array
 * is all that a flow allocates. One thread uses one instance.
 */
public final class FlowEncoder implements FlowValueWriter {
  /** Frame, addresses and numbers at their longest, without the label. */
  private static final int MAX_BYTES_WITHOUT_LABEL = Frame.BYTES + 3 * 16 + 12 * 10 + 5;

  private static final int MAX_UTF8_BYTES_PER_CHAR = 3;

  private byte[] buffer = new byte[MAX_BYTES_WITHOUT_LABEL + 64];
  private int position;

  /** Writes frames with {@code schemaId}, the registry's number of the flow schema. */
  public FlowEncoder(int schemaId) {
    Frame.write(buffer, schemaId);
  }

  @Override
  public byte[] encode(HostFlow hostFlow) {
    Flow flow = hostFlow.flow();
    String label = flow.label();
    reserve(MAX_BYTES_WITHOUT_LABEL + MAX_UTF8_BYTES_PER_CHAR * label.length());
    position = Frame.BYTES;
    writeAddress(hostFlow.host());
    writeLong(hostFlow.sequence());
    writeLong(flow.startMs());
    writeLong(flow.endMs());
    writeLong(flow.durationMs());
    writeAddress(flow.source());
    writeAddress(flow.destination());
    writeLong(flow.sourcePort());
    writeLong(flow.destinationPort());
    writeLong(flow.protocol());
    writeLong(flow.tcpFlags());
    writeLong(flow.forwardingStatus());
    writeLong(flow.tos());
    writeLong(flow.packets());
    writeLong(flow.bytes());
    writeText(label);
    return Arrays.copyOf(buffer, position);
  }

  @Override
  public void close() {
    // it holds nothing but its buffer
  }

  private void reserve(int bytes) {
    if (buffer.length < bytes) {
      buffer = Arrays.copyOf(buffer, bytes);
    }
  }

  private void writeLong(long value) {
    long zigzag = (value << 1) ^ (value >> 63);
    while ((zigzag & ~0x7FL) != 0) {
      buffer[position++] = (byte) ((zigzag & 0x7F) | 0x80);
      zigzag >>>= 7;
    }
    buffer[position++] = (byte) zigzag;
  }

  private void writeAddress(int address) {
    // at most 15 characters, so the length is one byte, known once the text stands
    int length = position++;
    writeOctet(address >>> 24);
    buffer[position++] = '.';
    writeOctet(address >>> 16 & 255);
    buffer[position++] = '.';
    writeOctet(address >>> 8 & 255);
    buffer[position++] = '.';
    writeOctet(address & 255);
    buffer[length] = (byte) ((position - length - 1) << 1);
  }

  private void writeOctet(int octet) {
    if (octet >= 100) {
      buffer[position++] = (byte) ('0' + octet / 100);
    }
    if (octet >= 10) {
      buffer[position++] = (byte) ('0' + octet / 10 % 10);
    }
    buffer[position++] = (byte) ('0' + octet % 10);
  }

  private void writeText(String text) {
    int length = text.length();
    int start = position;
    writeLong(length);
    for (int i = 0; i < length; i++) {
      char c = text.charAt(i);
      if (c >= 0x80) {
        position = start;
        writeBeyondAscii(text);
        return;
      }
      buffer[position++] = (byte) c;
    }
  }

  private void writeBeyondAscii(String text) {
    byte[] utf8 = text.getBytes(StandardCharsets.UTF_8);
    writeLong(utf8.length);
    System.arraycopy(utf8, 0, buffer, position, utf8.length);
    position += utf8.length;
  }
}
