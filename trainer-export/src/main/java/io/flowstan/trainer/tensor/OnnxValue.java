package io.flowstan.trainer.tensor;

import io.flowstan.bundle.TensorType;

/** A tensor of an ONNX graph that is being written: its name, element type and shape. */
public record OnnxValue(String name, TensorType type, TensorShape shape) {}
