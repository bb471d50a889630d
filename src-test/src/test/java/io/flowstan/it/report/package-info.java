/** The page that {@code evaluate} writes, in a real browser. */
@org.jspecify.annotations.NullMarked
package io.flowstan.it.report;
