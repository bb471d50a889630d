/** Flows, host assignments and commands as bytes: Avro in Confluent's framing. */
@NullMarked
package io.flowstan.service.wire;

import org.jspecify.annotations.NullMarked;
