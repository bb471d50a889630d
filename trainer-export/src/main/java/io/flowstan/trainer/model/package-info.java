/** The product's model: data, network and export put together for the train command. */
package io.flowstan.trainer.model;
