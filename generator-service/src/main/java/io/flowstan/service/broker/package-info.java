/** The Kafka broker: one inside this JVM, and waiting for one outside. */
@NullMarked
package io.flowstan.service.broker;

import org.jspecify.annotations.NullMarked;
