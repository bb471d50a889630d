/** The program as its user starts it: the launcher, the real engine, the shipped model. */
@NullMarked
package io.flowstan.it.product;

import org.jspecify.annotations.NullMarked;
