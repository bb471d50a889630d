package io.flowstan.trainer.network;

import io.flowstan.codec.CodecSpec;
import io.flowstan.codec.Head;
import io.flowstan.codec.HostContext;
import io.flowstan.trainer.optimise.Initialiser;
import io.flowstan.trainer.optimise.ParameterSpec;
import java.util.ArrayList;
import java.util.List;

/** The learned parameters of the network, with their shapes and beginnings. */
final class NetworkParameters {
  /** Width of the context's vector per quarter of an hour, and per hour. */
  static final int QUARTER_HOUR = 24;

  static final int HOUR = 32;

  /** Features of a flow that may be answered. */
  static final int ANSWER = HostContext.ROW_FEATURES + HostContext.REPLY_FEATURES;

  /**
   * Width of what later heads see of a drawn class, and of the flow that a peer event refers to.
   */
  private static final int DRAWN = 8;

  private static final int REFERENCE = 16;

  private final NetworkShape shape;
  private final List<ParameterSpec> all = new ArrayList<>();

  private NetworkParameters(NetworkShape shape) {
    this.shape = shape;
  }

  /** All parameters of a network of {@code shape}, in a fixed order. */
  static List<ParameterSpec> of(NetworkShape shape) {
    NetworkParameters parameters = new NetworkParameters(shape);
    parameters.encoder();
    parameters.heads();
    return List.copyOf(parameters.all);
  }

  private void encoder() {
    CodecSpec codec = shape.codec();
    add(
        "embedding.service",
        Initialiser.normal(0.3),
        codec.serviceClasses(),
        shape.serviceEmbedding());
    add("embedding.tos", Initialiser.normal(0.3), codec.tos().size() + 2, shape.tosEmbedding());
    dense("row", shape.rowInput(), shape.row());
    int width = shape.row();
    for (int layer = 0; layer < shape.layers().length; layer++) {
      dense("layer." + layer, 2 * width, shape.layers()[layer]);
      width = shape.layers()[layer];
    }
    dense("context.quarter-hour", 3 * HostContext.TICK_FEATURES, QUARTER_HOUR);
    dense("context.hour", 4 * QUARTER_HOUR, HOUR);
    dense("context.all", 3 * HOUR + HostContext.CALENDAR_FEATURES, shape.context());
    int joined = width + shape.row() + HostContext.NOW_FEATURES + shape.context() + shape.profile();
    dense("trunk", joined, shape.trunk());
    dense("heads", shape.trunk(), Head.values().length * shape.head());
  }

  private void heads() {
    int width = shape.head();
    dense("peer.answer", width, ANSWER);
    dense("peer.recent", width, HostContext.PEER_FEATURES);
    dense("peer.new", width, 1);
    add("peer.answer-place", Initialiser.ZEROS, 1, CodecSpec.REPLIES);
    add("peer.recent-place", Initialiser.ZEROS, 1, CodecSpec.PEERS);
    add("reference.drawn", Initialiser.HE_UNIFORM, shape.rowInput(), REFERENCE);
    int given = 0;
    for (Head head : Head.values()) {
      if (given > 0) {
        add(head.title() + ".given", Initialiser.HE_UNIFORM, given, width);
      }
      given += drawn(head);
      if (head != Head.PEER) {
        dense(head.title(), width, shape.classes(head));
      }
      if (head == Head.SERVICE) {
        dense("service.used", width, 2);
      }
      if (shape.components(head) > 0) {
        mixture(head, width);
      }
    }
  }

  private void mixture(Head head, int width) {
    int components = shape.components(head);
    if (NetworkShape.sharesComponents(head)) {
      dense(head.title() + ".mixture", width, components);
      add(head.title() + ".centre", Initialiser.ZEROS, 1, components);
      add(head.title() + ".scale", Initialiser.ZEROS, 1, components);
    } else {
      dense(head.title() + ".mixture", width, 3 * components);
    }
  }

  /**
   * Adds the vectors of what {@code head} may draw; returns how many numbers of it later heads see.
   */
  private int drawn(Head head) {
    if (head.later() == 0) {
      return 0;
    }
    if (head == Head.SERVICE) {
      return shape.serviceEmbedding();
    }
    boolean isNumber = shape.components(head) > 0;
    // beside a class's rows one for "does not apply", one for the escape
    int rows = shape.classes(head) + (isNumber ? 0 : 1) + (shape.hasEscape(head) ? 1 : 0);
    add(head.title() + ".drawn", Initialiser.normal(0.5), rows, DRAWN);
    return switch (head) {
      case GAP, PACKETS, BYTES, DURATION -> DRAWN + 1;
      case PEER -> DRAWN + REFERENCE;
      default -> DRAWN;
    };
  }

  private void dense(String name, int in, int out) {
    add(name + ".weight", Initialiser.HE_UNIFORM, in, out);
    add(name + ".bias", Initialiser.ZEROS, 1, out);
  }

  private void add(String name, Initialiser init, long... lengths) {
    all.add(ParameterSpec.of(name, init, lengths));
  }
}
