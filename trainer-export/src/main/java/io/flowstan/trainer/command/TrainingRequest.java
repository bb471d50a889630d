package io.flowstan.trainer.command;

import io.flowstan.codec.Memory;
import io.flowstan.io.OnError;
import java.nio.file.Path;

/**
 * What a model is to be prepared from.
 *
 * @param flows a UGR'16 table
 * @param hosts whose flows to train and to validate on
 * @param onError what to do with malformed rows
 * @param seed of the whole run
 * @param batch flows a step, about
 * @param memory what the model may remember
 * @param rows flows of a pass, where the architecture takes a sample of them
 */
public record TrainingRequest(
    Path flows, HostSplit hosts, OnError onError, long seed, int batch, Memory memory, int rows) {}
