/**
 * STAN as its authors describe it (arXiv 2009.12740), with the faults of its published code mended:
 * a baseline that is trained and exported like the product's network, sampled by its engine and
 * judged like the others.
 */
@NullMarked
package io.flowstan.trainer.stan;

import org.jspecify.annotations.NullMarked;
