package io.flowstan.trainer.optimise;

import ai.djl.Device;
import ai.djl.engine.Engine;
import ai.djl.ndarray.NDManager;
import ai.djl.pytorch.jni.JniUtils;

/**
 * DJL's PyTorch engine, started once per process without the network; every use of DJL begins here.
 *
 * <p>The natives come from the class path and are unpacked into DJL's cache folder. Results are the
 * same bits for the same seed and the same number of threads.
 */
public final class DjlEngine {
  private final Engine engine;
  private final int threads;

  private DjlEngine(Engine engine, int threads) {
    this.engine = engine;
    this.threads = threads;
  }

  /** The engine, computing every operation on {@code threads} threads. */
  public static synchronized DjlEngine start(int threads) {
    if (threads < 1) {
      throw new IllegalArgumentException("threads = " + threads + ": expected >= 1");
    }
    System.setProperty("ai.djl.offline", "true");
    System.setProperty("OPT_OUT_TRACKING", "true");
    if (System.getProperty("ai.djl.pytorch.num_interop_threads") == null) {
      System.setProperty("ai.djl.pytorch.num_interop_threads", "1");
    }
    Engine engine = Engine.getEngine("PyTorch");
    JniUtils.setNumThreads(threads);
    return new DjlEngine(engine, threads);
  }

  /** A fresh owner of tensors on {@link #device()}; the caller closes it. */
  public NDManager newManager() {
    return engine.newBaseManager(device());
  }

  /** The GPU where the class path holds natives that can use one, else the CPU. */
  public Device device() {
    return engine.getGpuCount() > 0 ? Device.gpu() : Device.cpu();
  }

  public int threads() {
    return threads;
  }

  /** What computes, for the record: {@code PyTorch 2.7.1 on cpu(), 2 threads}. */
  public String description() {
    return engine.getEngineName()
        + " "
        + engine.getVersion()
        + " on "
        + device()
        + ", "
        + threads
        + (threads == 1 ? " thread" : " threads");
  }

  Engine engine() {
    return engine;
  }
}
