/** The {@code evaluate} command: what recorded flows cost a model, and what it makes by itself. */
@NullMarked
package io.flowstan.trainer.evaluate;

import org.jspecify.annotations.NullMarked;
