package io.flowstan.model;

import java.nio.FloatBuffer;

/**
 * A float32 input of a graph that is filled row by row, each by way of an array: direct memory
 * takes a whole row several times faster than one number after the other.
 */
public final class FloatRows {
  private final FloatBuffer buffer;
  private final float[] row;

  /**
   * @param buffer float32 [maxRows, width]
   */
  public FloatRows(FloatBuffer buffer, int width) {
    this.buffer = buffer;
    this.row = new float[width];
  }

  /** The row to be filled and then {@link #put}; it keeps what the row before it held. */
  public float[] row() {
    return row;
  }

  /** Writes {@link #row} as row {@code index}. */
  public void put(int index) {
    buffer.put(index * row.length, row);
  }
}
