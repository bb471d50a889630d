/** Schema registries: the client of Confluent's REST API, and the read-only one built in. */
@NullMarked
package io.flowstan.service.registry;

import org.jspecify.annotations.NullMarked;
