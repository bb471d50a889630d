/** Replays on a real broker. */
@NullMarked
package io.flowstan.it.replay;

import org.jspecify.annotations.NullMarked;
