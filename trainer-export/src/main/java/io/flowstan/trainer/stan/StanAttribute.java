package io.flowstan.trainer.stan;

import org.jspecify.annotations.Nullable;

/**
 * The attributes of a row in the order in which they are drawn, each by a network of its own that
 * sees those before it.
 *
 * <p>Columns of a row: hour, delta-t, ln bytes, ln packets, duration, own port, peer port, four
 * octets of the peer, direction (2), protocol (3).
 */
enum StanAttribute {
  HOUR("hour", 0, 1, 24),
  DELTA_T("delta-t", 1, StanNumber.DELTA_T),
  PROTOCOL("protocol", 13, 3, 3),
  DIRECTION("direction", 11, 2, 2),
  OWN_PORT("own port", 5, 1, PortClasses.COUNT),
  PEER_PORT("peer port", 6, 1, PortClasses.COUNT),
  OCTET_1("octet 1", 7, 1, 256),
  OCTET_2("octet 2", 8, 1, 256),
  OCTET_3("octet 3", 9, 1, 256),
  OCTET_4("octet 4", 10, 1, 256),
  PACKETS("packets", 3, StanNumber.PACKETS),
  BYTES("bytes", 2, StanNumber.BYTES),
  DURATION("duration", 4, StanNumber.DURATION);

  /** Number of attributes, and so of networks. */
  static final int COUNT = values().length;

  /** Number of columns of a row. */
  static final int COLUMNS = 16;

  /** Number of attributes that are drawn as classes. */
  static final int CLASSES = COUNT - StanNumber.values().length;

  private final String title;
  private final int column;
  private final int width;
  private final int classes;
  private final @Nullable StanNumber number;

  StanAttribute(String title, int column, int width, int classes) {
    this.title = title;
    this.column = column;
    this.width = width;
    this.classes = classes;
    this.number = null;
  }

  StanAttribute(String title, int column, StanNumber number) {
    this.title = title;
    this.column = column;
    this.width = 1;
    this.classes = 0;
    this.number = number;
  }

  /** Its place in the order of drawing, and so in a row's values. */
  @SuppressWarnings("EnumOrdinal") // the order of drawing is the order of the constants
  int place() {
    return ordinal();
  }

  /** The attribute in words; no other has the same. */
  String title() {
    return title;
  }

  /** The first of its columns. */
  int column() {
    return column;
  }

  /** Number of its columns: as many as it has classes where it is written one-hot, else 1. */
  int width() {
    return width;
  }

  /** Number of classes; 0 for a magnitude. */
  int classes() {
    return classes;
  }

  /** The magnitude that it is; null where it is drawn as a class. */
  @Nullable StanNumber number() {
    return number;
  }

  /** Whether it is a port, drawn as a class of ports. */
  boolean isPort() {
    return this == OWN_PORT || this == PEER_PORT;
  }

  /** What a name in a single column is divided by: its largest value. */
  double largestName() {
    return isPort() ? io.flowstan.flow.Flow.MAX_PORT : classes - 1.0;
  }

  /** Outputs of its network: logits, or weights, means and deviations of a mixture. */
  int outputs() {
    return number == null ? classes : 3 * StanNumber.COMPONENTS;
  }

  /** 1 for the columns that its network may see of the row under way, 0 for the others. */
  float[] visible() {
    float[] mask = new float[COLUMNS];
    for (StanAttribute before : values()) {
      if (before.place() < place()) {
        java.util.Arrays.fill(mask, before.column, before.column + before.width, 1);
      }
    }
    return mask;
  }
}
