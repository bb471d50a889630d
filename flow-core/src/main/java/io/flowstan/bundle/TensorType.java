package io.flowstan.bundle;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;

/** The element type of a tensor that crosses the border of a graph. */
public enum TensorType {
  FLOAT32("float32", Float.BYTES),
  INT64("int64", Long.BYTES),
  UINT8("uint8", Byte.BYTES);

  private final String text;
  private final int bytes;

  TensorType(String text, int bytes) {
    this.text = text;
    this.bytes = bytes;
  }

  /** The type written as {@code text} in a manifest. */
  @JsonCreator
  public static TensorType parse(String text) {
    for (TensorType type : values()) {
      if (type.text.equals(text)) {
        return type;
      }
    }
    throw new IllegalArgumentException(
        "dtype \"" + text + "\": expected \"float32\", \"int64\" or \"uint8\"");
  }

  /** Bytes of one element. */
  public int bytes() {
    return bytes;
  }

  @JsonValue
  @Override
  public String toString() {
    return text;
  }
}
