package io.flowstan.trainer.metric.marginal;

import io.flowstan.trainer.table.Attribute;
import java.util.Locale;

/** The name of an attribute inside a figure's key: its title in small letters with hyphens. */
final class AttributeKey {
  private AttributeKey() {}

  /** {@code prefix.attribute}, such as {@code marginal.js.host-port}. */
  static String of(String prefix, Attribute attribute) {
    return prefix + '.' + attribute.title().toLowerCase(Locale.ROOT).replace(' ', '-');
  }
}
