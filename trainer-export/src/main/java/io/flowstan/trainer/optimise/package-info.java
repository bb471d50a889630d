/**
 * The training loop: an objective's parameters are moved by AdamW until the budget ends, with a
 * moving average, early stopping and checkpoints. It knows nothing of flows or of the network.
 */
@NullMarked
package io.flowstan.trainer.optimise;

import org.jspecify.annotations.NullMarked;
