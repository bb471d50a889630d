/** The meters of the service and what feeds them. */
package io.flowstan.service.metrics;
