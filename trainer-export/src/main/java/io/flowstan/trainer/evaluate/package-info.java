/** The {@code evaluate} command: contenders compared with recorded hosts, likelihood, tasks. */
@NullMarked
package io.flowstan.trainer.evaluate;

import org.jspecify.annotations.NullMarked;
