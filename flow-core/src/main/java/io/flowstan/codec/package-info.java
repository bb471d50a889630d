/** The one translation between flows and what the model sees, in training and in serving. */
package io.flowstan.codec;
