/** The tensor operations that the network is written in, run eagerly or recorded as ONNX. */
package io.flowstan.trainer.tensor;
