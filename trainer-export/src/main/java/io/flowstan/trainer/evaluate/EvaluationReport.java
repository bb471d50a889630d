package io.flowstan.trainer.evaluate;

import io.flowstan.trainer.command.Provenance.DataFile;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What {@code evaluate} found; the content of {@code report.json}.
 *
 * @param command the command line that repeats it, files by name only
 * @param bundles SHA-256 of the bundles' manifests, by role
 * @param files the files read
 * @param real the recorded flows that are judged
 * @param training the recorded flows that the baselines were fitted to
 * @param likelihood by contender
 * @param streams facts of the recorded and of the free-running streams, by name
 * @param notes what was left out and why
 */
record EvaluationReport(
    String command,
    String program,
    String java,
    Map<String, String> bundles,
    List<DataFile> files,
    Recording.Counts real,
    Recording.@Nullable Counts training,
    Map<Contender, Likelihood> likelihood,
    Map<String, StreamFacts.Shares> streams,
    List<String> notes) {}
