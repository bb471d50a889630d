/** What each part of the model, more flows and more parameters are worth: {@code ablate}. */
@NullMarked
package io.flowstan.trainer.ablation;

import org.jspecify.annotations.NullMarked;
