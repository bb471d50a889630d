package io.flowstan.trainer.privacy.shadow;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.flowstan.cli.UsageException;
import io.flowstan.io.AtomicFile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * The folder of shadow models: {@code shadows.json} and a folder for each model with its bundle,
 * what the hosts cost it, and flows that it made. Each file appears whole or not at all, so what is
 * there is finished.
 */
public record ShadowFolder(Path folder) {
  /** Name of the positive control's folder. */
  static final String CONTROL = "control";

  private static final String PLAN = "shadows.json";
  private static final JsonMapper JSON =
      JsonMapper.builder()
          .enable(SerializationFeature.INDENT_OUTPUT)
          .enable(DeserializationFeature.FAIL_ON_NULL_FOR_PRIMITIVES)
          .enable(DeserializationFeature.FAIL_ON_MISSING_CREATOR_PROPERTIES)
          .build();

  /** The files of one model. */
  record ModelFiles(Path folder, Path bundle, Path losses, Path sample, Path sampleHosts) {
    boolean isFinished() {
      return Files.exists(bundle) && Files.exists(losses) && Files.exists(sampleHosts);
    }
  }

  /** Refuses a folder that cannot be one, before the long work. */
  static ShadowFolder check(Path folder) throws IOException {
    if (Files.exists(folder) && !Files.isDirectory(folder)) {
      throw new UsageException("--out " + folder + ": is a file; expected a folder or none");
    }
    if (Files.isDirectory(folder) && !Files.exists(folder.resolve(PLAN))) {
      try (var content = Files.list(folder)) {
        if (content.findAny().isPresent()) {
          throw new UsageException(
              "--out "
                  + folder
                  + ": holds something else; expected an empty folder, or one of shadows");
        }
      }
    }
    return new ShadowFolder(folder);
  }

  /** Writes {@code plan}, or makes sure that the folder is of the same plan. */
  void begin(ShadowPlan plan) throws IOException {
    if (!Files.exists(folder.resolve(PLAN))) {
      write(folder.resolve(PLAN), plan);
      return;
    }
    ShadowPlan there = plan();
    List<String> differences = new ArrayList<>();
    differ("settings", there.settings(), plan.settings(), differences);
    differ("files", there.files(), plan.files(), differences);
    differ("model of the canaries", there.canaryModel(), plan.canaryModel(), differences);
    if (differences.isEmpty() && !there.equals(plan)) {
      differences.add("hosts, their models or the canaries' marks");
    }
    if (!differences.isEmpty()) {
      throw new UsageException(
          "--out "
              + folder
              + ": begun with other options: "
              + String.join("; ", differences)
              + "; go on with the same options and files, or name another folder");
    }
  }

  /** What the folder was begun with. */
  public ShadowPlan plan() throws IOException {
    Path file = folder.resolve(PLAN);
    if (!Files.exists(file)) {
      throw new UsageException(
          folder + ": no " + PLAN + " in it; expected a folder that flowstan shadows wrote");
    }
    ShadowPlan plan = read(file, ShadowPlan.class);
    if (plan.formatVersion() != ShadowPlan.FORMAT_VERSION) {
      throw new UsageException(
          file
              + ": format version "
              + plan.formatVersion()
              + ", expected "
              + ShadowPlan.FORMAT_VERSION);
    }
    return plan;
  }

  /** The files of shadow {@code model}, from 0. */
  ModelFiles model(int model) {
    return files("model-" + model);
  }

  /** The files of the positive control. */
  ModelFiles control() {
    return files(CONTROL);
  }

  private ModelFiles files(String name) {
    Path of = folder.resolve(name);
    return new ModelFiles(
        of,
        of.resolve("bundle.zip"),
        of.resolve("losses.json"),
        of.resolve("sample.csv.gz"),
        of.resolve("sample.hosts"));
  }

  static List<HostLoss> losses(Path file) throws IOException {
    return List.of(read(file, HostLoss[].class));
  }

  static void write(Path file, Object content) throws IOException {
    try (AtomicFile atomic = AtomicFile.open(file)) {
      atomic.out().write(JSON.writeValueAsBytes(content));
      atomic.commit();
    }
  }

  private static <T> T read(Path file, Class<T> type) throws IOException {
    try {
      return JSON.readValue(Files.readAllBytes(file), type);
    } catch (JsonProcessingException e) {
      throw new UsageException(
          file + ": not of this version: " + e.getOriginalMessage() + "; make the shadows again");
    }
  }

  private static void differ(String what, Object was, Object is, List<String> differences) {
    if (!was.equals(is)) {
      differences.add(what + " " + was + " there, " + is + " now");
    }
  }
}
