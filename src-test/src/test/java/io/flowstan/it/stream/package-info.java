/** The service against a real broker. */
@NullMarked
package io.flowstan.it.stream;

import org.jspecify.annotations.NullMarked;
