/** The service's commands: where everything is put together. */
@NullMarked
package io.flowstan.service.command;

import org.jspecify.annotations.NullMarked;
