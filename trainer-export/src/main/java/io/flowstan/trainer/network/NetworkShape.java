package io.flowstan.trainer.network;

import io.flowstan.codec.CodecSpec;
import io.flowstan.codec.Head;
import java.util.Arrays;

/**
 * The network's sizes.
 *
 * @param codec the vocabularies, which give the heads their widths
 * @param profile length of a host's profile
 * @param serviceEmbedding width of a service's embedding
 * @param tosEmbedding width of a ToS value's embedding
 * @param row width of an embedded row
 * @param layers widths of the five dilated layers (dilation 1, 2, 4, 8, 16), each seeing two
 *     positions of the one before: receptive field 32
 * @param context width of the three-hour context's vector
 * @param trunk width of the layer that joins all contexts
 * @param head width of a head's hidden layer
 */
public record NetworkShape(
    CodecSpec codec,
    int profile,
    int serviceEmbedding,
    int tosEmbedding,
    int row,
    int[] layers,
    int context,
    int trunk,
    int head) {

  /** Mixture components of the continuous heads. */
  static final int GAP_COMPONENTS = 4;

  static final int PACKETS_COMPONENTS = 4;
  static final int BYTES_COMPONENTS = 32;
  static final int DURATION_COMPONENTS = 32;

  /** Longest duration in steps of 4 ms. */
  static final int MAX_DURATION_STEPS = 91_000;

  public NetworkShape {
    layers = layers.clone();
    if (1 << layers.length != CodecSpec.HISTORY) {
      throw new IllegalArgumentException(
          layers.length + " dilated layers: expected 5, a receptive field of " + CodecSpec.HISTORY);
    }
  }

  /** The shipped sizes. */
  public static NetworkShape standard(CodecSpec codec, int profile) {
    return new NetworkShape(codec, profile, 12, 4, 24, new int[] {24, 32, 48, 64, 96}, 24, 96, 32);
  }

  /** The shipped sizes with layers {@code factor} times as wide; embeddings stay as they are. */
  public static NetworkShape scaled(CodecSpec codec, int profile, double factor) {
    NetworkShape of = standard(codec, profile);
    int[] layers = Arrays.stream(of.layers).map(width -> scaled(width, factor)).toArray();
    return new NetworkShape(
        codec,
        profile,
        of.serviceEmbedding,
        of.tosEmbedding,
        scaled(of.row, factor),
        layers,
        scaled(of.context, factor),
        scaled(of.trunk, factor),
        scaled(of.head, factor));
  }

  /** A multiple of 4, for vectors. */
  private static int scaled(int width, double factor) {
    return Math.max(4, 4 * (int) Math.round(width * factor / 4));
  }

  /** Width of an embedded row before its layer: features, service, ToS. */
  int rowInput() {
    return io.flowstan.codec.HostContext.ROW_FEATURES + serviceEmbedding + tosEmbedding;
  }

  /** Number of classes of a head (without the escape). */
  int classes(Head head) {
    return classes(codec, head);
  }

  /** Number of classes of a head (without the escape) with the vocabularies of {@code codec}. */
  public static int classes(CodecSpec codec, Head head) {
    return switch (head) {
      case GAP -> CodecSpec.GAP_CLASSES + 1;
      case PEER -> CodecSpec.PEER_EVENTS;
      case DIRECTION -> 2;
      case PROTOCOL -> codec.protocols().size();
      case SERVICE -> codec.serviceClasses();
      case SERVICE_PORT -> codec.portBins().size();
      case OTHER_PORT -> codec.otherPortClasses();
      case FIRST_OCTET -> codec.firstOctets().size();
      case TOS -> codec.tos().size();
      case FLAGS -> codec.flags().size();
      case PACKETS -> CodecSpec.PACKET_CLASSES + 1;
      case BYTES -> codec.byteValues().size() + 1;
      case DURATION -> codec.durationClasses();
      case LABEL -> codec.labels().size();
    };
  }

  /** Mixture components of a head; 0 where it draws classes only. */
  int components(Head head) {
    return switch (head) {
      case GAP -> GAP_COMPONENTS;
      case PACKETS -> PACKETS_COMPONENTS;
      case BYTES -> BYTES_COMPONENTS;
      case DURATION -> DURATION_COMPONENTS;
      case PEER,
          DIRECTION,
          PROTOCOL,
          SERVICE,
          SERVICE_PORT,
          OTHER_PORT,
          FIRST_OCTET,
          TOS,
          FLAGS,
          LABEL ->
          0;
    };
  }

  /**
   * Whether the mixture's components are where they are for all flows, and only their weights
   * follow the context: bytes and durations cluster at sizes of packets and at timers, which are
   * the same everywhere.
   */
  public static boolean sharesComponents(Head head) {
    return head == Head.BYTES || head == Head.DURATION;
  }

  /**
   * The first class of a number's head whose value the head's mixture also reaches; the class of
   * the mixture itself where it reaches no listed value.
   */
  int firstReached(Head head) {
    return switch (head) {
      case BYTES -> 0;
      case DURATION -> CodecSpec.FIRST_LISTED_DURATION;
      default -> classes(head) - 1;
    };
  }

  /** Whether values outside the head's vocabulary are possible and cost a fixed escape. */
  boolean hasEscape(Head head) {
    return switch (head) {
      case PROTOCOL, FIRST_OCTET, TOS, FLAGS, LABEL -> true;
      case GAP, PEER, DIRECTION, SERVICE, SERVICE_PORT, OTHER_PORT, PACKETS, BYTES, DURATION ->
          false;
    };
  }

  /** The sizes in words: the same for the same sizes, as a resumed run compares them. */
  @Override
  public String toString() {
    return "profile %d, embeddings %d and %d, row %d, layers %s, context %d, trunk %d, head %d, %s"
        .formatted(
            profile,
            serviceEmbedding,
            tosEmbedding,
            row,
            Arrays.toString(layers),
            context,
            trunk,
            head,
            codec);
  }
}
