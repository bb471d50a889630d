/** From recorded flows to vocabularies, profiles and training batches. */
package io.flowstan.trainer.data;
