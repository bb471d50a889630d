/** Commands to running tasks: what they say, how they travel, what tasks remember of them. */
@NullMarked
package io.flowstan.service.control;

import org.jspecify.annotations.NullMarked;
