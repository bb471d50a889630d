/** The one configuration file of the service. */
@NullMarked
package io.flowstan.service.config;

import org.jspecify.annotations.NullMarked;
