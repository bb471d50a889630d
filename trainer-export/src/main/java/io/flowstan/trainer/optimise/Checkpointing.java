package io.flowstan.trainer.optimise;

import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;

/**
 * Where and how often a run saves itself.
 *
 * @param folder of the checkpoints of this one run
 * @param every at most this long between two, besides one after each epoch
 * @param resume whether to go on from the folder's last one
 * @param identity by name, what else decides the result (data digests, network, batch size): a
 *     checkpoint of another identity is refused
 */
public record Checkpointing(
    Path folder, Duration every, boolean resume, Map<String, String> identity) {
  public Checkpointing {
    identity = Map.copyOf(identity);
  }
}
