package io.flowstan.model;

import ai.onnxruntime.OnnxTensor;
import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtLoggingLevel;
import ai.onnxruntime.OrtSession;
import ai.onnxruntime.OrtSession.SessionOptions;
import io.flowstan.bundle.Bundle;
import io.flowstan.bundle.BundleException;
import io.flowstan.bundle.GraphSpec;
import io.flowstan.bundle.TensorSpec;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.FloatBuffer;
import java.nio.LongBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * One graph of a bundle, ready to run on batches of up to a fixed number of rows.
 *
 * <p>The caller fills the input buffers, runs a number of rows, and reads the output buffers; they
 * are direct memory that stays the same for the life of the graph, and nothing is copied. All
 * tensors are row-major with the batch as first axis, so row n of a tensor of k elements a row
 * starts at n * k. For one thread at a time.
 */
public final class OnnxGraph implements AutoCloseable {
  /** Where ONNX Runtime looks for weights of a model that it is given as bytes. */
  private static final String WEIGHTS_FOLDER =
      "session.model_external_initializers_file_folder_path";

  private final String where;
  private final int maxRows;
  private final int rowBlock;
  private final OrtEnvironment environment;
  private final OrtSession session;
  private final ExecutionProvider provider;
  private final Map<String, GraphTensor> inputs;
  private final Map<String, GraphTensor> outputs;
  private final @Nullable Binding[] bindings;

  /** The views of one batch size, made once. */
  private record Binding(Map<String, OnnxTensor> inputs, Map<String, OnnxTensor> outputs)
      implements AutoCloseable {
    @Override
    public void close() {
      inputs.values().forEach(OnnxTensor::close);
      outputs.values().forEach(OnnxTensor::close);
    }
  }

  private record Opened(OrtSession session, ExecutionProvider provider) {}

  private OnnxGraph(
      String where, GraphSpec spec, int maxRows, OrtEnvironment environment, Opened opened) {
    this.where = where;
    this.maxRows = maxRows;
    this.rowBlock = spec.rowBlock();
    this.environment = environment;
    this.session = opened.session();
    this.provider = opened.provider();
    int blocks = blocks(maxRows);
    this.inputs = tensors(spec.inputs(), maxRows, blocks * rowBlock);
    this.outputs = tensors(spec.outputs(), maxRows, blocks * rowBlock);
    this.bindings = new Binding[blocks + 1];
  }

  /** The graph on the CPU. */
  public static OnnxGraph open(Bundle bundle, String graph, int maxRows) throws IOException {
    return open(bundle, graph, maxRows, ExecutionProvider.CPU, warning -> {});
  }

  /**
   * The graph {@code graph} of {@code bundle} for batches of up to {@code maxRows} rows.
   *
   * @param warnings told when the provider cannot be had and the CPU is used instead
   */
  public static OnnxGraph open(
      Bundle bundle, String graph, int maxRows, ExecutionProvider wanted, Consumer<String> warnings)
      throws IOException {
    if (maxRows < 1) {
      throw new IllegalArgumentException("maxRows = " + maxRows + ": expected at least 1");
    }
    GraphSpec spec = bundle.manifest().graph(graph);
    String where = "%s, graph '%s' (%s)".formatted(bundle, graph, spec.file());
    // what goes wrong is thrown: without this a provider that does not load is logged as well
    OrtEnvironment environment =
        OrtEnvironment.getEnvironment(OrtLoggingLevel.ORT_LOGGING_LEVEL_FATAL);
    try {
      Opened opened = session(environment, bundle, spec, wanted, where, warnings);
      check(where, spec, opened.session());
      return new OnnxGraph(where, spec, maxRows, environment, opened);
    } catch (OrtException e) {
      throw new BundleException(where + ": ONNX Runtime refuses it: " + e.getMessage(), e);
    }
  }

  private static Opened session(
      OrtEnvironment environment,
      Bundle bundle,
      GraphSpec spec,
      ExecutionProvider wanted,
      String where,
      Consumer<String> warnings)
      throws IOException, OrtException {
    Path folder = Files.createTempDirectory("flowstan-weights");
    try {
      for (String file : spec.externalData()) {
        Files.write(folder.resolve(file), bundle.bytes(file));
      }
      byte[] graph = bundle.bytes(spec.file());
      if (wanted != ExecutionProvider.CPU) {
        try {
          // a provider whose libraries load may still find no device, which shows here only
          return new Opened(session(environment, graph, folder, wanted), wanted);
        } catch (OrtException e) {
          warnings.accept(
              "%s: %s cannot be used, running on the CPU: %s"
                  .formatted(where, wanted, e.getMessage()));
        }
      }
      OrtSession onCpu = session(environment, graph, folder, ExecutionProvider.CPU);
      return new Opened(onCpu, ExecutionProvider.CPU);
    } finally {
      for (String file : spec.externalData()) {
        Files.deleteIfExists(folder.resolve(file));
      }
      Files.deleteIfExists(folder);
    }
  }

  private static OrtSession session(
      OrtEnvironment environment, byte[] graph, Path weights, ExecutionProvider provider)
      throws OrtException {
    try (SessionOptions options = new SessionOptions()) {
      options.addConfigEntry(WEIGHTS_FOLDER, weights.toString());
      options.setIntraOpNumThreads(1);
      options.setInterOpNumThreads(1);
      options.setExecutionMode(SessionOptions.ExecutionMode.SEQUENTIAL);
      options.setOptimizationLevel(SessionOptions.OptLevel.ALL_OPT);
      // what goes wrong is thrown, with the same words
      options.setSessionLogLevel(OrtLoggingLevel.ORT_LOGGING_LEVEL_FATAL);
      provider.addTo(options);
      return environment.createSession(graph, options);
    }
  }

  private static void check(String where, GraphSpec spec, OrtSession session)
      throws OrtException, BundleException {
    List<String> differences = new ArrayList<>();
    differences.addAll(GraphContract.differences("input", spec.inputs(), session.getInputInfo()));
    differences.addAll(
        GraphContract.differences("output", spec.outputs(), session.getOutputInfo()));
    if (!differences.isEmpty()) {
      session.close();
      throw new BundleException(
          where + ": manifest and graph differ: " + String.join("; ", differences));
    }
  }

  private static Map<String, GraphTensor> tensors(
      List<TensorSpec> specs, int maxRows, int runRows) {
    Map<String, GraphTensor> tensors = new LinkedHashMap<>();
    specs.forEach(spec -> tensors.put(spec.name(), new GraphTensor(spec, maxRows, runRows)));
    return tensors;
  }

  /** float32 [maxRows, ...] of the input {@code name}, to be filled before {@link #run}. */
  public FloatBuffer floats(String name) {
    return tensor("input", inputs, name).floats();
  }

  /** int64 [maxRows, ...] of the input {@code name}, to be filled before {@link #run}. */
  public LongBuffer longs(String name) {
    return tensor("input", inputs, name).longs();
  }

  /** Unsigned bytes [maxRows, ...] of the input {@code name}, to be filled before {@link #run}. */
  public ByteBuffer bytes(String name) {
    return tensor("input", inputs, name).bytes();
  }

  /** The input {@code name}, float32, to be filled row by row before {@link #run}. */
  public FloatRows floatRows(String name) {
    GraphTensor tensor = tensor("input", inputs, name);
    return new FloatRows(tensor.floats(), tensor.rowElements());
  }

  /** The input {@code name}, unsigned bytes, to be filled row by row before {@link #run}. */
  public ByteRows byteRows(String name) {
    GraphTensor tensor = tensor("input", inputs, name);
    return new ByteRows(tensor.bytes(), tensor.rowElements());
  }

  /** float32 [maxRows, ...] of the output {@code name}, filled by {@link #run}. */
  public FloatBuffer floatOutput(String name) {
    return tensor("output", outputs, name).floats();
  }

  /** int64 [maxRows, ...] of the output {@code name}, filled by {@link #run}. */
  public LongBuffer longOutput(String name) {
    return tensor("output", outputs, name).longs();
  }

  /**
   * Runs the first {@code rows} rows of the inputs into the first rows of the outputs. Where the
   * graph wants whole blocks of rows, what the inputs hold behind them fills the last block up.
   */
  public void run(int rows) {
    if (rows < 1 || rows > maxRows) {
      throw new IllegalArgumentException(
          "%s: %d rows: expected 1 to %d".formatted(where, rows, maxRows));
    }
    try {
      int blocks = blocks(rows);
      Binding binding = bindings[blocks];
      if (binding == null) {
        int run = blocks * rowBlock;
        binding = new Binding(views(inputs, run), views(outputs, run));
        bindings[blocks] = binding;
      }
      session.run(binding.inputs(), binding.outputs()).close();
    } catch (OrtException e) {
      throw new IllegalStateException(where + ": " + e.getMessage(), e);
    }
  }

  private int blocks(int rows) {
    return (rows + rowBlock - 1) / rowBlock;
  }

  private Map<String, OnnxTensor> views(Map<String, GraphTensor> tensors, int rows)
      throws OrtException {
    Map<String, OnnxTensor> views = new LinkedHashMap<>();
    for (GraphTensor tensor : tensors.values()) {
      views.put(tensor.spec().name(), tensor.view(environment, rows));
    }
    return views;
  }

  private GraphTensor tensor(String kind, Map<String, GraphTensor> tensors, String name) {
    GraphTensor tensor = tensors.get(name);
    if (tensor == null) {
      throw new IllegalArgumentException(
          "%s: no %s '%s', only %s".formatted(where, kind, name, tensors.keySet()));
    }
    return tensor;
  }

  /** The most rows of one run. */
  public int maxRows() {
    return maxRows;
  }

  /** The device that the graph really runs on. */
  public ExecutionProvider provider() {
    return provider;
  }

  @Override
  public void close() {
    try {
      for (Binding binding : bindings) {
        if (binding != null) {
          binding.close();
        }
      }
      session.close();
    } catch (OrtException e) {
      throw new IllegalStateException(where + ": " + e.getMessage(), e);
    }
  }
}
