/** The topics' settings, created and checked. */
@NullMarked
package io.flowstan.service.topics;

import org.jspecify.annotations.NullMarked;
