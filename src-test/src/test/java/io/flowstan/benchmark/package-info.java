/**
 * Benchmarks of the parts on a flow's way, for JMH.
 *
 * <p>Budgets are bytes of garbage a flow as JMH's {@code gc} profiler reports them; {@link
 * io.flowstan.benchmark.BenchmarksTest} runs all of this.
 */
@NullMarked
package io.flowstan.benchmark;

import org.jspecify.annotations.NullMarked;
