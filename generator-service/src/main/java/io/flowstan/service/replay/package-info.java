/** Recorded flows, put onto the output topic as they once went by. */
@NullMarked
package io.flowstan.service.replay;

import org.jspecify.annotations.NullMarked;
