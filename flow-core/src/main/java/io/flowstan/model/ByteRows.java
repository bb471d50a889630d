package io.flowstan.model;

import java.nio.ByteBuffer;

/** A uint8 input of a graph that is filled row by row, as {@link FloatRows} is. */
public final class ByteRows {
  private final ByteBuffer buffer;
  private final byte[] row;

  /**
   * @param buffer unsigned bytes [maxRows, width]
   */
  public ByteRows(ByteBuffer buffer, int width) {
    this.buffer = buffer;
    this.row = new byte[width];
  }

  /** The row to be filled and then {@link #put}; it keeps what the row before it held. */
  public byte[] row() {
    return row;
  }

  /** Writes {@link #row} as row {@code index}. */
  public void put(int index) {
    buffer.put(index * row.length, row);
  }
}
