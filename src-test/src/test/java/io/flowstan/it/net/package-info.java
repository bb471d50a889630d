/** Ports of this machine for the servers that tests start. */
@NullMarked
package io.flowstan.it.net;

import org.jspecify.annotations.NullMarked;
