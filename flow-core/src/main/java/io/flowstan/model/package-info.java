/** Running the exported graphs. */
package io.flowstan.model;
