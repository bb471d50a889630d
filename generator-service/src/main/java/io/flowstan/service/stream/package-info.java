/** The Streams application: hosts and control in, host contexts in a store, flows out. */
@NullMarked
package io.flowstan.service.stream;

import org.jspecify.annotations.NullMarked;
