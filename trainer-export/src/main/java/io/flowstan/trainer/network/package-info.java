/** The network: one program that draws a flow, scores it, or is trained on it. */
package io.flowstan.trainer.network;
