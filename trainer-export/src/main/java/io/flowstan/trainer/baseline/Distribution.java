package io.flowstan.trainer.baseline;

/** A distribution over whole numbers: what a value costs, and values drawn from it. */
interface Distribution {
  /** -ln P(value), finite for every value that a flow record allows. */
  double nats(long value);

  /** A value with that probability. */
  long draw(Draws draws);
}
