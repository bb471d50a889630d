/** Hosts whose law is known in closed form, to measure what training captures of it. */
@NullMarked
package io.flowstan.trainer.law;

import org.jspecify.annotations.NullMarked;
