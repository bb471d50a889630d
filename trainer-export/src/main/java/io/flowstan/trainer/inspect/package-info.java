/** What a bundle holds and what it costs, for people. */
@org.jspecify.annotations.NullMarked
package io.flowstan.trainer.inspect;
