/** Hosts stepped through the model, in batches, by due time. */
package io.flowstan.engine;
