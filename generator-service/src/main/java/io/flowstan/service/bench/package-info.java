/** How fast the parts and the whole are, measured in one run beside the broker's own ceiling. */
@NullMarked
package io.flowstan.service.bench;

import org.jspecify.annotations.NullMarked;
