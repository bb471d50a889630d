package io.flowstan.trainer.command;

import io.flowstan.trainer.optimise.Objective;
import io.flowstan.trainer.optimise.TrainingResult;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/** A model with its data, ready to be trained and, after that, exported. */
public interface PreparedModel {
  Objective objective();

  /** By name, what decides the result besides the request (network sizes, codec, versions). */
  Map<String, String> identity();

  /** Lines for people: flows on each side, rows left out and why. */
  List<String> notes();

  /** Writes the bundle, whole or not at all; {@code out} is a folder or ends in {@code .zip}. */
  void export(TrainingResult result, Provenance provenance, Path out) throws IOException;
}
