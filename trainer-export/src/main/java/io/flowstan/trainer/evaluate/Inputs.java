package io.flowstan.trainer.evaluate;

import io.flowstan.cli.FailureException;
import io.flowstan.codec.Memory;
import io.flowstan.engine.EngineModel;
import io.flowstan.flow.Flow;
import io.flowstan.io.HostList;
import io.flowstan.io.OnError;
import io.flowstan.io.RecordedFlows;
import io.flowstan.trainer.command.Provenance.DataFile;
import io.flowstan.trainer.privacy.PrivacyStudy;
import io.flowstan.trainer.report.DataCounts;
import io.flowstan.trainer.report.Report;
import io.flowstan.trainer.stan.StanModel;
import io.flowstan.trainer.table.FlowTable;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What an evaluation is made from. Either the model or the synthetic table is there.
 *
 * @param recorded what everything is compared with
 * @param training what model and baselines learned from
 * @param model whose free runs are judged
 * @param memoryless the same network trained without memory
 * @param synthetic the table that is judged in a model's place
 * @param stan STAN, to compare with
 * @param files the files read
 */
record Inputs(
    Recording recorded,
    @Nullable Recording training,
    @Nullable EngineModel model,
    @Nullable EngineModel memoryless,
    @Nullable FlowTable synthetic,
    @Nullable StanModel stan,
    List<DataFile> files) {
  private static final long SECONDS_PER_DAY = 86_400;

  /** Opens what {@code options} name. */
  static Inputs open(EvaluateOptions options, OnError onError) throws IOException {
    EngineModel model = null;
    EngineModel memoryless = null;
    FlowTable synthetic = null;
    List<DataFile> made = new ArrayList<>();
    if (options.synthetic == null || options.syntheticHosts == null) {
      model = open(options.bundle, Memory.FULL);
      if (options.memorylessBundle != null) {
        memoryless = open(options.memorylessBundle, Memory.NONE);
        requireSameCodec(model, memoryless);
      }
    } else {
      synthetic = synthetic(options.synthetic, options.syntheticHosts, onError);
      made.add(DataFile.of(options.synthetic));
      made.add(DataFile.of(options.syntheticHosts));
    }
    StanModel stan = options.stan == null ? null : StanModel.open(options.stan);
    Recording recorded = Recording.read(options.real, options.hosts, onError);
    Recording training =
        options.train == null || options.trainHosts == null
            ? null
            : Recording.read(options.train, options.trainHosts, onError);
    List<DataFile> files = new ArrayList<>(recorded.files());
    if (training != null) {
      files.addAll(training.files());
    }
    files.addAll(made);
    return new Inputs(recorded, training, model, memoryless, synthetic, stan, List.copyOf(files));
  }

  /** All its flows, those that break rules too: whether it breaks some is judged. */
  private static FlowTable synthetic(Path table, Path hosts, OnError onError) throws IOException {
    FlowTable read =
        FlowTable.read(
            "synthetic", RecordedFlows.ofHosts(table, HostList.read(hosts), onError), 0, 1);
    long first = Long.MAX_VALUE;
    long last = Long.MIN_VALUE;
    for (List<Flow> flows : read.byHost().values()) {
      for (Flow flow : flows) {
        first = Math.min(first, flow.endSecond());
        last = Math.max(last, flow.endSecond());
      }
    }
    if (first > last) {
      throw new FailureException(table + ": no flow of the hosts of " + hosts);
    }
    long start = Math.floorDiv(first, SECONDS_PER_DAY) * SECONDS_PER_DAY;
    int days = (int) Math.floorDiv(last - start, SECONDS_PER_DAY) + 1;
    return new FlowTable("synthetic", start, days, read.byHost());
  }

  private static EngineModel open(@Nullable Path location, Memory expected) throws IOException {
    EngineModel model = EngineModel.open(location);
    String memory = model.bundle().manifest().metrics().path("memory").asText("full");
    if (!memory.equals(expected.title())) {
      throw new FailureException(
          model.bundle()
              + ": trained with memory '"
              + memory
              + "': expected '"
              + expected.title()
              + "' ("
              + (expected == Memory.NONE ? "train --memoryless" : "train without --memoryless")
              + ")");
    }
    return model;
  }

  private static void requireSameCodec(EngineModel model, EngineModel memoryless) {
    if (!memoryless.codec().spec().equals(model.codec().spec())) {
      throw new FailureException(
          memoryless.bundle()
              + ": its vocabularies are not those of "
              + model.bundle()
              + ": expected two models trained on the same flows, hosts and seed");
    }
  }

  /** Hosts on either side of a comparison: as many as the smallest of the tables has. */
  int comparedHosts() {
    int hosts = recorded.data().byHost().size();
    if (training != null) {
      hosts = Math.min(hosts, training.data().byHost().size());
    }
    return synthetic == null ? hosts : Math.min(hosts, synthetic.hosts());
  }

  /** The hosts whose membership can be guessed; null where it is not known who was trained on. */
  PrivacyStudy.@Nullable Data whoseMembers() {
    return training == null
        ? null
        : new PrivacyStudy.Data(
            training.data(), training.files(), recorded.data(), recorded.files());
  }

  /** SHA-256 of the manifests, by role. */
  Map<String, String> digests() {
    Map<String, String> digests = new LinkedHashMap<>();
    if (model != null) {
      digests.put("bundle", model.digest());
    }
    if (memoryless != null) {
      digests.put("memoryless bundle", memoryless.digest());
    }
    if (stan != null) {
      digests.put("stan bundle", stan.digest());
    }
    return digests;
  }

  /** What was read of the recorded tables, by role. */
  Map<String, DataCounts> counts() {
    Map<String, DataCounts> counts = new LinkedHashMap<>();
    counts.put(Report.RECORDED, recorded.counts());
    if (training != null) {
      counts.put(Report.TRAINING, training.counts());
    }
    return counts;
  }
}
