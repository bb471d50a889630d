/** The {@code train} command, and the seam through which it gets a model to train. */
@NullMarked
package io.flowstan.trainer.command;

import org.jspecify.annotations.NullMarked;
