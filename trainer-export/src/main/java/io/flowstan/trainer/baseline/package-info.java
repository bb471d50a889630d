/** Simple models that a network has to beat. */
package io.flowstan.trainer.baseline;
