/** The brokers that tests run on. */
@NullMarked
package io.flowstan.it.broker;

import org.jspecify.annotations.NullMarked;
