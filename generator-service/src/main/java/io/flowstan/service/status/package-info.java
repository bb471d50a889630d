/** What people see of a running service at a glance. */
@NullMarked
package io.flowstan.service.status;

import org.jspecify.annotations.NullMarked;
