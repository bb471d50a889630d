package io.flowstan.cli;

import java.util.concurrent.Callable;

/**
 * A subcommand of {@code flowstan}: a class with picocli's {@code @Command} that a module puts on
 * the class path by naming it in {@code META-INF/services/io.flowstan.cli.FlowstanCommand}.
 *
 * <p>The program lists exactly the commands that it finds, so modules never name each other's. The
 * call returns {@link ExitCode#DONE}, or throws: {@link UsageException} for what the caller typed,
 * {@link FailureException} or {@link java.io.IOException} for what went wrong outside.
 */
public interface FlowstanCommand extends Callable<Integer> {}
