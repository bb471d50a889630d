package io.flowstan.model;

import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtSession.SessionOptions;

/** The device that graphs run on. */
public enum ExecutionProvider {
  CPU {
    @Override
    void addTo(SessionOptions options) {
      // always there
    }
  },

  /** The first CUDA device; needs the GPU build of ONNX Runtime, CUDA 12 and cuDNN 9. */
  CUDA {
    @Override
    void addTo(SessionOptions options) throws OrtException {
      options.addCUDA();
    }
  };

  /** Asks for the device, which throws where it cannot be loaded. */
  abstract void addTo(SessionOptions options) throws OrtException;
}
