/** Attacks that guess from a model, or from flows, whose flows it was trained on. */
@org.jspecify.annotations.NullMarked
package io.flowstan.trainer.privacy.attack;
