/** How simulated time follows the wall clock: pure arithmetic, no clock of its own. */
@NullMarked
package io.flowstan.service.clock;

import org.jspecify.annotations.NullMarked;
