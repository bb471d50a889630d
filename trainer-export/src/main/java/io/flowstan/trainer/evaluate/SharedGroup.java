package io.flowstan.trainer.evaluate;

import io.flowstan.codec.Head;
import io.flowstan.trainer.table.Attribute;
import java.util.Set;

/**
 * Attributes of which both the model and the baselines have a distribution, grouped so that either
 * side's attributes of a group say the same of a flow. The model's say more in one: which recent
 * peer it is.
 */
enum SharedGroup {
  DELTA_T("delta-t", Set.of(Head.GAP), Set.of(Attribute.GAP)),
  ENDPOINTS(
      "direction, protocol, ports, peer",
      Set.of(
          Head.PEER,
          Head.DIRECTION,
          Head.PROTOCOL,
          Head.SERVICE,
          Head.SERVICE_PORT,
          Head.OTHER_PORT,
          Head.FIRST_OCTET),
      Set.of(
          Attribute.DIRECTION,
          Attribute.PROTOCOL,
          Attribute.HOST_PORT,
          Attribute.PEER_PORT,
          Attribute.PEER_OCTET)),
  TOS("ToS", Set.of(Head.TOS), Set.of(Attribute.TOS)),
  FLAGS("flags", Set.of(Head.FLAGS), Set.of(Attribute.FLAGS)),
  PACKETS("packets", Set.of(Head.PACKETS), Set.of(Attribute.PACKETS)),
  BYTES("bytes", Set.of(Head.BYTES), Set.of(Attribute.BYTES)),
  DURATION("duration", Set.of(Head.DURATION), Set.of(Attribute.DURATION));

  private final String title;

  @SuppressWarnings("ImmutableEnumChecker") // made by Set.of
  private final Set<Head> heads;

  @SuppressWarnings("ImmutableEnumChecker") // made by Set.of
  private final Set<Attribute> attributes;

  SharedGroup(String title, Set<Head> heads, Set<Attribute> attributes) {
    this.title = title;
    this.heads = heads;
    this.attributes = attributes;
  }

  String title() {
    return title;
  }

  Set<Head> heads() {
    return heads;
  }

  /** The group of {@code attribute}. */
  static SharedGroup of(Attribute attribute) {
    for (SharedGroup group : values()) {
      if (group.attributes.contains(attribute)) {
        return group;
      }
    }
    throw new IllegalArgumentException(attribute.title() + ": in no group");
  }

  Set<Attribute> attributes() {
    return attributes;
  }
}
