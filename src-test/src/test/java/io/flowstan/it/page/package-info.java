/** The admin port of a running service: its page in a browser, and hostile callers. */
package io.flowstan.it.page;
